package dev.slipway.site;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.slipway");
    }

    @Test
    void springStandsOnlyInTheSite() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.slipway.site..", "dev.slipway.point..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..")
                .check(classes);
    }

    @Test
    void lowerModulesImportNoHigherOnes() {
        String[][] order = {
            {"wim"},
            {"sequence"},
            {"content"},
            {"windows"},
            {"protocol"},
            {"agent"},
            {"media"},
            {"site"},
            {"cli"},
            {"acceptance"}
        };
        for (int lower = 0; lower < order.length; lower++) {
            String[] higher = new String[order.length - lower - 1];
            for (int i = 0; i < higher.length; i++) {
                higher[i] = "dev.slipway." + order[lower + 1 + i][0] + "..";
            }
            if (higher.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.slipway." + order[lower][0] + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(higher)
                        .allowEmptyShould(true)
                        .check(classes);
            }
        }
    }

    @Test
    void siteDoesNotKnowTheAgent() {
        noClasses()
                .that()
                .resideInAPackage("dev.slipway.site..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.slipway.agent..")
                .check(classes);
    }

    @Test
    void featuresFormNoCircle() {
        slices().matching("dev.slipway.site.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void whatAllFeaturesShareKnowsNone() {
        noClasses()
                .that()
                .resideInAPackage("dev.slipway.site")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.slipway.site.*..")
                .check(classes);
    }
}
