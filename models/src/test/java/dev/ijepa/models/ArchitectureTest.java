package dev.ijepa.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.ijepa.models", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noRoomIsEnteredTwice =
      slices().matching("dev.ijepa.models.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modelsKnowNeitherGrpcNorGuice =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "com.google.inject..", "dev.ijepa.v1..");

  @ArchTest
  static final ArchRule aCheckpointIsReadWithoutTensorFlow =
      noClasses()
          .that()
          .resideInAPackage("..checkpoint..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.tensorflow..");
}
