package dev.tutti;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Imports point down only: a package may use those of the floors below its own. */
@AnalyzeClasses(packages = "dev.tutti", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportOrderTest {

    private static final String HOUSE = "dev.tutti";
    /** From the roof down; the packages of one floor do not use one another. The roof is the root package. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of(""),
            Set.of("net", "producer", "sync", "consumer"),
            Set.of("coroutine"),
            Set.of("bus"),
            Set.of("persistence"),
            Set.of("command"),
            Set.of("queue"),
            Set.of("ready"),
            Set.of("waiting"),
            Set.of("ops"),
            Set.of("journal"),
            Set.of("resp"),
            Set.of("config"),
            Set.of("log"));

    @ArchTest
    static final ArchRule thereAreNoCycles =
            slices().matching("dev.tutti.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theDomainKnowsNoSocketAndNoEventLoop = noClasses()
            .that()
            .resideInAnyPackage("dev.tutti.queue..", "dev.tutti.ready..", "dev.tutti.waiting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule theDomainKnowsNoDisk = noClasses()
            .that()
            .resideInAnyPackage("dev.tutti.queue..", "dev.tutti.ready..", "dev.tutti.waiting..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tutti.journal..", "dev.tutti.persistence..", "java.nio.file..");

    @ArchTest
    static final ArchRule rocksDbDoesNotShow = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tutti.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    @ArchTest
    static final ArchRule thePrimitivesKnowNeither = noClasses()
            .that()
            .resideInAPackage("dev.tutti.sync..")
            .and()
            .doNotHaveSimpleName("SyncVerticle")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static void importsPointDownOnly(JavaClasses classes) {
        Set<String> upwards = classes.stream()
                .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith(HOUSE))
                .filter(use -> !mayUse(use.getOriginClass(), use.getTargetClass()))
                .map(use -> use.getOriginClass().getName() + " uses "
                        + use.getTargetClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(upwards).isEmpty();
    }

    private static boolean mayUse(JavaClass user, JavaClass used) {
        return part(user).equals(part(used)) || floor(user) < floor(used);
    }

    private static int floor(JavaClass member) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(part(member))) {
                return floor;
            }
        }
        throw new AssertionError(member.getName() + " is in a package that has no place in the house");
    }

    /** The first name below the root package. */
    private static String part(JavaClass member) {
        String[] names = member.getPackageName().split("\\.");
        return names.length < 3 ? "" : names[2];
    }
}
