package dev.ijepa.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.models.savedmodel.FeatureModel;

/** What the tests of a room may use. */
@AnalyzeClasses(packages = "dev.ijepa.server", importOptions = ImportOption.OnlyIncludeTests.class)
class TestArchitectureTest {
  /** A {@link FakeModel} takes the place of a loaded one. */
  @ArchTest
  static final ArchRule roomsBehindTheCatalogAreTestedWithoutTensorFlow =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..batching..", "..catalog..", "..health..", "..observability..", "..pipeline..")
          .or()
          .areAssignableTo(FakeModel.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              EmbeddedModelFolder.class,
              FeatureModel.class,
              TensorFlowRuntime.class,
              ImagePreprocessor.class);
}
