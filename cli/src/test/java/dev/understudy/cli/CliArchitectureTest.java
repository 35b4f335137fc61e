package dev.understudy.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the command may use of the project. */
@AnalyzeClasses(
    packages = "dev.understudy.cli",
    importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {
  @ArchTest
  static final ArchRule theCommandUsesCoreAndPageOnly =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.understudy..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.understudy.cli..",
                          "dev.understudy.core..",
                          "dev.understudy.page..")))
          .because("the functions decide; the command asks them");

  @ArchTest
  static final ArchRule theAuditSharesNoComparison =
      noClasses()
          .that()
          .resideInAPackage("dev.understudy.cli.verify..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.understudy..")
                  .and(
                      resideOutsideOfPackages(
                          "dev.understudy.cli.verify..",
                          "dev.understudy.core.config..",
                          "dev.understudy.core.json..")))
          .because("a mistake in the comparison of the functions must not hide itself");
}
