package dev.understudy.lab;

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
  @ArchTest
  static final ArchRule coreKnowsNobodyAboveIt =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..",
              "dev.understudy.testkit..",
              "dev.understudy.lab..")
          .because("dependencies run one way: core <- functions <- lab");

  @ArchTest
  static final ArchRule functionsKnowNeitherTestsNorLab =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.understudy.testkit..", "dev.understudy.lab..")
          .because("what is deployed must not need what is not");

  @ArchTest
  static final ArchRule functionsDoNotKnowEachOther =
      slices()
          .matching("dev.understudy.(replicator|reconciler|healthprobe)..")
          .should()
          .notDependOnEachOther()
          .because("each is deployed alone");

  @ArchTest
  static final ArchRule testkitKnowsNoFunction =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..",
              "dev.understudy.lab..")
          .because("the oracle of the tests must not lean on what it judges");

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
          .because("the domain outlives its clients");

  @ArchTest
  static final ArchRule onlyAdaptersSeeAnSdk =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.understudy.core..",
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .and()
          .resideOutsideOfPackages(
              "dev.understudy.core.s3..",
              "dev.understudy.core.aws..",
              "dev.understudy.healthprobe.cloudwatch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon.awssdk..", "io.minio..")
          .because("an SDK's errors, types and traps are translated in one place");

  @ArchTest
  static final ArchRule onlyHandlersSeeLambda =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.understudy.core..",
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .and()
          .haveSimpleNameNotEndingWith("Handler")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws.services.lambda..")
          .because("everything below the handler runs without Lambda");

  @ArchTest
  static final ArchRule onlyHandlersReadTheEnvironment =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.understudy.core..",
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .and()
          .haveSimpleNameNotEndingWith("Handler")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because("what is configured is listed in one class");

  @ArchTest
  static final ArchRule nobodyBelowTheWiringAsksAWorkersClock =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.replicator..")
          .and()
          .doNotHaveSimpleName("ReplicatorWiring")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .because("stamps carry the primary's time alone");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "dev.understudy.core..",
              "dev.understudy.replicator..",
              "dev.understudy.reconciler..",
              "dev.understudy.healthprobe..")
          .should()
          .beFinal()
          .because("a function's environment is reused from one invocation to the next");

  @ArchTest
  static final ArchRule packagesOfCoreFormNoCycle =
      slices()
          .matching("dev.understudy.core.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a reader must be able to begin somewhere");
}
