package dev.ijepa.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.server.batching.LoadedModel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
              "..identity..",
              "..item..",
              "..queue..",
              "..batching..",
              "..pipeline..",
              "..catalog..",
              "..loading..",
              "..health..",
              "..lifecycle..",
              "..features..",
              "..session..",
              "..inference..",
              "..guard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "dev.ijepa.v1..", "dev.ijepa.inference..");

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
          .resideInAnyPackage("..batching..", "..queue..", "..item..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..loading..", "..health..");

  /** Models come into the catalog from outside; who uses them does not know from where. */
  @ArchTest
  static final ArchRule onlyTheStartKnowsHowModelsAreLoaded =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..catalog..",
              "..pipeline..",
              "..features..",
              "..session..",
              "..inference..",
              "..grpc..",
              "..rpc..",
              "..health..",
              "..observability..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..loading..");

  /** They see models as {@link LoadedModel}s, so that their tests need no TensorFlow. */
  @ArchTest
  static final ArchRule roomsBehindTheCatalogRunNoTensorFlow =
      noClasses()
          .that()
          .resideInAnyPackage("..batching..", "..catalog..", "..health..")
          .or()
          .resideInAPackage("..pipeline..")
          .and()
          .doNotHaveSimpleName("PipelineModule")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(FeatureModel.class, TensorFlowRuntime.class, ImagePreprocessor.class);

  @ArchTest
  static final ArchRule itemsAreWordsOnly =
      noClasses()
          .that()
          .resideInAPackage("..item..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..queue..", "java.util.concurrent.locks..");

  @ArchTest
  static final ArchRule queuesKnowOnlyWords =
      noClasses()
          .that()
          .resideInAPackage("..server.queue..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.ijepa..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "..server.queue..", "..server.item..", "..server.identity.."))));

  /** From the bottom to the doors: no room depends on one that is named after it. */
  @ArchTest
  static void roomsDependDownwards(JavaClasses classes) {
    List<String> rooms =
        List.of(
            "identity",
            "item",
            "status",
            "queue",
            "batching",
            "catalog",
            "pipeline",
            "guard",
            "json",
            "features",
            "session",
            "inference",
            "contract",
            "grpc",
            "http",
            "rpc",
            "kserve",
            "rest",
            "openai",
            "v2",
            "web");
    for (int room = 0; room < rooms.size() - 1; room++) {
      String[] above =
          rooms.subList(room + 1, rooms.size()).stream()
              .map(name -> "dev.ijepa.server." + name)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.server." + rooms.get(room))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .check(classes);
    }
  }

  /** So that a transport can be added without the others. */
  @ArchTest
  static final ArchRule theContractAndTheDoorsOnHttpKnowNoGrpc =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..server.status..",
              "..server.contract..",
              "..server.rest..",
              "..server.openai..",
              "..server.v2..",
              "..server.web..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.grpc..");

  @ArchTest
  static final ArchRule onlyTheHttpPortKnowsJetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.ijepa.server.http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule thePortKnowsNoContract =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.server.grpc")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.v1", "dev.ijepa.inference");

  /** They share the rooms below them. */
  @ArchTest
  static void noDoorKnowsAnother(JavaClasses classes) {
    List<String> doors =
        Stream.of("rpc", "kserve", "rest", "openai", "v2", "web")
            .map(door -> "dev.ijepa.server." + door)
            .toList();
    for (String door : doors) {
      noClasses()
          .that()
          .resideInAPackage(door)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              doors.stream().filter(other -> !other.equals(door)).toArray(String[]::new))
          .check(classes);
    }
  }

  /** Doors translate; what requests mean is said in Java alone. */
  @ArchTest
  static final ArchRule theCoreAndTheProtocolsMeaningKnowNoWireFormat =
      noClasses()
          .that()
          .resideInAnyPackage("..features..", "..session..", "..server.inference..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..", "com.google.rpc..");

  /** What is off must cost nothing: no room but these can begin to depend on it. */
  @ArchTest
  static final ArchRule onlyTracesAndLogsKnowOpenTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackages("..server.tracing..", "..server.logging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule onlyTheLogKnowsWhatWritesIt =
      noClasses()
          .that()
          .resideOutsideOfPackage("..server.logging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ch.qos.logback..");

  @ArchTest
  static final ArchRule aProcessSetsItsLocale =
      methods()
          .that()
          .haveName("main")
          .and()
          .areStatic()
          .should(
              new ArchCondition<>("set the default locale") {
                @Override
                public void check(JavaMethod main, ConditionEvents events) {
                  boolean sets =
                      main.getMethodCallsFromSelf().stream()
                          .anyMatch(
                              call ->
                                  call.getTargetOwner().isEquivalentTo(Locale.class)
                                      && call.getName().equals("setDefault"));
                  events.add(new SimpleConditionEvent(main, sets, main.getFullName()));
                }
              });
}
