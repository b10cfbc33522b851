package dev.ijepa.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The arrows of the client. */
@AnalyzeClasses(packages = "dev.ijepa.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** What a program can name: public, and all around it is public as well. */
  private static final DescribedPredicate<JavaClass> IS_API =
      DescribedPredicate.describe(
          "the SDK's API",
          type ->
              Set.of(
                          "dev.ijepa.client",
                          "dev.ijepa.client.micrometer",
                          "dev.ijepa.client.opentelemetry")
                      .contains(type.getPackageName())
                  && isPublic(type));

  private static final DescribedPredicate<JavaCodeUnit> IS_PUBLIC =
      DescribedPredicate.describe(
          "public or protected",
          unit ->
              unit.getModifiers().contains(JavaModifier.PUBLIC)
                  || unit.getModifiers().contains(JavaModifier.PROTECTED));

  private static final Set<String> ABOUT_CHANNELS =
      Set.of(
          "IjepaClient.using",
          "IjepaClientBuilder.channel",
          "IjepaClientBuilder.intercept",
          "ClientObserver.configure",
          "IjepaMetrics.configure",
          "IjepaTelemetry.configure");

  private static final DescribedPredicate<JavaCodeUnit> IS_ABOUT_CHANNELS =
      DescribedPredicate.describe(
          "about gRPC's channels",
          unit -> ABOUT_CHANNELS.contains(unit.getOwner().getSimpleName() + "." + unit.getName()));

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static ArchCondition<JavaCodeUnit> haveNoSignatureOf(String... packages) {
    return new ArchCondition<>("have no type of " + List.of(packages) + " in the signature") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream<JavaType> types =
            Stream.concat(
                Stream.of(unit.getReturnType()),
                Stream.concat(
                    unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()));
        types
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .filter(type -> Stream.of(packages).anyMatch(type.getName()::startsWith))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            unit, unit.getFullName() + " shows " + type.getName())));
      }
    };
  }

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
              "dev.ijepa.client.internal",
              "dev.ijepa.client.resolver",
              "dev.ijepa.v1",
              "io.grpc..",
              "com.google.protobuf..",
              "com.google.rpc..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule theResolverKnowsNothingOfTheSdk =
      noClasses()
          .that()
          .resideInAPackage("dev.ijepa.client.resolver")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ijepa.client", "dev.ijepa.client.internal", "dev.ijepa.v1..");

  /** The SDK may be delivered with a protobuf and a gRPC of its own, under other names. */
  @ArchTest
  static final ArchRule onlyChannelsAreGrpcsInThePublicApi =
      codeUnits()
          .that()
          .areDeclaredInClassesThat(IS_API)
          .and(IS_PUBLIC)
          .and(DescribedPredicate.not(IS_ABOUT_CHANNELS))
          .should(
              haveNoSignatureOf(
                  "com.google.",
                  "io.grpc.",
                  "dev.ijepa.v1.",
                  "dev.ijepa.client.internal.",
                  "dev.ijepa.client.resolver."));

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
