package dev.ijepa.models;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.op.Ops;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.ijepa.models", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noRoomIsEnteredTwice =
      slices().matching("dev.ijepa.models.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule whatFormatsShareKnowsNoFormat =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.models.image")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.ijepa.models.image.*..");

  @ArchTest
  static final ArchRule aFormatKnowsNoOtherButTiffKnowsJpeg =
      slices()
          .matching("dev.ijepa.models.image.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("dev.ijepa.models.image.tiff"),
              resideInAPackage("dev.ijepa.models.image.jpeg"));

  @ArchTest
  static final ArchRule modelsKnowNeitherGrpcNorGuice =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "com.google.inject..", "dev.ijepa.v1..");

  /** Its decoders of images differ from Pillow, and come from whatever is on the class path. */
  @ArchTest
  static final ArchRule noImageIsReadByTheJdk =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.imageio..");

  @ArchTest
  static final ArchRule aCheckpointIsReadWithoutTensorFlow =
      noClasses()
          .that()
          .resideInAPackage("..checkpoint..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tensorflow..");

  @ArchTest
  static final ArchRule operationsHaveTheSameNamesInEveryLocale =
      noClasses()
          .that()
          .doNotHaveSimpleName("GraphOps")
          .should()
          .callMethod(Ops.class, "create", ExecutionEnvironment.class)
          .orShould()
          .callMethod(Ops.class, "create");
}
