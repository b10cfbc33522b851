package dev.ijepa.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.ijepa.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule noRoomIsEnteredTwice =
      slices().matching("dev.ijepa.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheFaceSpeaksGrpc =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..item..", "..batching..", "..pipeline..", "..catalog..", "..guard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "dev.ijepa.v1..");

  @ArchTest
  static final ArchRule theServerKnowsNoClient =
      noClasses().should().dependOnClassesThat().resideInAPackage("dev.ijepa.client..");

  @ArchTest
  static final ArchRule tensorFlowStaysInTheModels =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.tensorflow..");

  @ArchTest
  static final ArchRule batchingKnowsNothingAboveIt =
      noClasses()
          .that()
          .resideInAnyPackage("..batching..", "..item..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..pipeline..", "..rpc..", "..catalog..");
}
