package dev.understudy.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The layers of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.understudy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] FUNCTIONS = {
    "dev.understudy.replicator..", "dev.understudy.reconciler..", "dev.understudy.healthprobe.."
  };
  private static final String[] DEPLOYED = {
    "dev.understudy.core..",
    "dev.understudy.replicator..",
    "dev.understudy.reconciler..",
    "dev.understudy.healthprobe.."
  };
  private static final String[] JUNIT = {"org.junit..", "org.assertj.."};

  @ArchTest
  static final ArchRule coreDependsOnNothingAboveIt =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.core..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.understudy..")
                  .and(resideOutsideOfPackage("dev.understudy.core..")))
          .because("dependencies run one way: core <- functions <- lab");

  @ArchTest
  static final ArchRule functionsDependOnCoreOnly =
      noClasses()
          .that()
          .resideInAnyPackage(FUNCTIONS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.understudy.emulators..", "dev.understudy.testkit..", "dev.understudy.lab..")
          .because("deployed code must not need code that is not deployed");

  @ArchTest
  static final ArchRule functionsDoNotDependOnEachOther =
      slices()
          .matching("dev.understudy.(replicator|reconciler|healthprobe)..")
          .should()
          .notDependOnEachOther()
          .because("each function is deployed by itself");

  @ArchTest
  static final ArchRule emulatorsDependOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.emulators..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.understudy..")
                  .and(resideOutsideOfPackage("dev.understudy.emulators..")))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(JUNIT)
          .because("an emulator must not share code with what it tests");

  @ArchTest
  static final ArchRule pageDependsOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.page..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.understudy..")
                  .and(resideOutsideOfPackage("dev.understudy.page..")))
          .because("the lab and the command fill the same page");

  @ArchTest
  static final ArchRule testkitDependsOnNoFunction =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .because("test fixtures must not depend on the code that they judge");

  @ArchTest
  static final ArchRule nothingButBenchmarksDependsOnLab =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy..")
          .and()
          .resideOutsideOfPackages("dev.understudy.lab..", "dev.understudy.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.understudy.lab..", "dev.understudy.benchmarks..")
          .because("the lab runs the system; the system does not know the lab");

  @ArchTest
  static final ArchRule labNeedsNoTestCode =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.understudy.testkit..")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(JUNIT)
          .because("the lab's commands run without JUnit on their class path");

  @ArchTest
  static final ArchRule domainIsPlainJava =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.understudy.core.object..",
              "dev.understudy.core.store..",
              "dev.understudy.core.queue..",
              "dev.understudy.core.config..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "org.jspecify..", "dev.understudy.core..")
          .because("the domain must not depend on a client library");

  @ArchTest
  static final ArchRule onlyAdaptersSeeAnSdk =
      noClasses()
          .that()
          .resideInAnyPackage(DEPLOYED)
          .and()
          .resideOutsideOfPackages(
              "dev.understudy.core.s3..",
              "dev.understudy.core.aws..",
              "dev.understudy.healthprobe.cloudwatch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon.awssdk..", "io.minio..")
          .because("adapters translate an SDK's types and errors in one place");

  @ArchTest
  static final ArchRule onlyEntryPointsSeeLambda =
      noClasses()
          .that()
          .resideInAnyPackage(DEPLOYED)
          .and()
          .haveSimpleNameNotEndingWith("Handler")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws.services.lambda..")
          .because("everything below the entry point runs without Lambda");

  @ArchTest
  static final ArchRule onlyEntryPointsReadTheEnvironment =
      noClasses()
          .that()
          .resideInAnyPackage(DEPLOYED)
          .and()
          .haveSimpleNameNotEndingWith("Handler")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because("one class per function lists its configuration");

  @ArchTest
  static final ArchRule onlyWiringReadsTheClock =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.replicator..")
          .and()
          .doNotHaveSimpleName("ReplicatorWiring")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .because("stamps carry the primary's time only");

  @ArchTest
  static final ArchRule staticFieldsAreFinal =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(DEPLOYED)
          .should()
          .beFinal()
          .because("Lambda reuses an execution environment for many invocations");

  @ArchTest
  static final ArchRule corePackagesAreFreeOfCycles =
      slices()
          .matching("dev.understudy.core.(*)..")
          .should()
          .beFreeOfCycles()
          .because("cycles prevent reading one package at a time");
}
