package dev.ijepa.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the client. */
@AnalyzeClasses(packages = "dev.ijepa.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theClientKnowsNeitherTensorFlowNorTheOtherRooms =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "dev.ijepa.models..", "dev.ijepa.server..");

  @ArchTest
  static final ArchRule theSdkKnowsNothingOfItsCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.client")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.client.cli..", "dev.ijepa.client.bench..", "picocli..");

  @ArchTest
  static final ArchRule theCommandLineUsesTheSdkAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.client.cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.v1..", "com.google.protobuf..", "io.grpc.stub..");

  @ArchTest
  static final ArchRule theLoadGeneratorKnowsNothingOfTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.client.bench")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.client.cli..", "picocli..");

  @ArchTest
  static final ArchRule theSdkNeedsOnlyGrpcAndProtobuf =
      classes()
          .that()
          .resideInAPackage("dev.ijepa.client")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.ijepa.client",
              "dev.ijepa.v1",
              "io.grpc..",
              "com.google.protobuf..",
              "com.google.rpc..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule noProgramNeedsMicrometerWhoDoesNotAskForIt =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.ijepa.client.micrometer")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.client.micrometer", "io.micrometer..");

  @ArchTest
  static final ArchRule noProgramNeedsOpenTelemetryWhoDoesNotAskForIt =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.ijepa.client.opentelemetry")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.ijepa.client.opentelemetry", "io.opentelemetry..", "io.grpc.opentelemetry..");
}
