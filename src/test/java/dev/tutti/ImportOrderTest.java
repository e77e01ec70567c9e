package dev.tutti;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tutti.consumer.ContextTask;
import dev.tutti.consumer.Task;
import dev.tutti.consumer.TaskContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Imports point down only: a package may use those of the floors below its own. */
@AnalyzeClasses(packages = "dev.tutti", importOptions = ImportOption.DoNotIncludeTests.class)
public class ImportOrderTest {

    private static final String HOUSE = "dev.tutti";
    /** From the roof down; the packages of one floor do not use one another. The roof is the root package. */
    public static final List<Set<String>> FLOORS = List.of(
            Set.of(""),
            Set.of("remote"),
            Set.of("client"),
            Set.of("net", "producer", "sync", "consumer", "metrics"),
            Set.of("page"),
            Set.of("coroutine"),
            Set.of("bus"),
            Set.of("persistence"),
            Set.of("command"),
            Set.of("queue"),
            Set.of("ready"),
            Set.of("waiting"),
            Set.of("http"),
            Set.of("ops"),
            Set.of("cluster"),
            Set.of("journal"),
            Set.of("replica"),
            Set.of("resp"),
            Set.of("access"),
            Set.of("config"),
            Set.of("schedule"),
            Set.of("log"),
            Set.of("platform"));

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

    /** It takes a while to load, so a server without cron expressions must not load it. */
    @ArchTest
    static final ArchRule theCronLibraryIsKnownToOneClass = noClasses()
            .that(resideOutsideOfPackage("com.cronutils..").and(not(nameStartingWith("dev.tutti.schedule.LocalTimes"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.cronutils..");

    /** It has a jar of its own, with these three classes of the consumer's and no library but Vert.x. */
    @ArchTest
    static final ArchRule theClientNeedsVertxAlone = noClasses()
            .that()
            .resideInAPackage("dev.tutti.client..")
            .should()
            .dependOnClassesThat(resideOutsideOfPackages(
                            "java..",
                            "javax.net.ssl..",
                            "io.vertx.core",
                            "io.vertx.core.buffer..",
                            "io.vertx.core.json..",
                            "io.vertx.core.net..",
                            "dev.tutti.client..")
                    .and(not(belongToAnyOf(Task.class, ContextTask.class, TaskContext.class))));

    /** It takes a while to load, so a server without others must not load it. */
    @ArchTest
    static final ArchRule theEngineOfReplicasIsKnownToOnePackage = noClasses()
            .that()
            .resideOutsideOfPackages("dev.tutti.replica.ratis", "org.apache.ratis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.ratis..");

    @ArchTest
    static final ArchRule theFormatsOfRocksDbAreReadInOnePackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tutti.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tutti.journal.format");

    @ArchTest
    static final ArchRule theFormatsKnowNoJournal = noClasses()
            .that()
            .resideInAPackage("dev.tutti.journal.format")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tutti.journal");

    @ArchTest
    static final ArchRule thePrimitivesKnowNeither = noClasses()
            .that()
            .resideInAPackage("dev.tutti.sync..")
            .and()
            .doNotHaveSimpleName("Primitives")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    /**
     * The internals of Vert.x and the channels of Netty may change with any release, so {@code platform} alone knows them.
     * Two parts of Netty are interfaces of their own right, and the two rules below say who may use them. The launcher has
     * no public way to run without its own look at the command line.
     */
    @ArchTest
    static final ArchRule internalsOfVertxAndNettyDoNotShow = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tutti.platform..")
            .and()
            .doNotHaveFullyQualifiedName("dev.tutti.Tutti")
            .and()
            .doNotHaveFullyQualifiedName("dev.tutti.CommandLineParser")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "io.vertx.core.internal..",
                            "io.vertx.core.impl..",
                            "io.vertx.core.net.impl..",
                            "io.vertx.core.spi..",
                            "io.vertx.launcher.application.impl..",
                            "io.netty..")
                    .and(resideOutsideOfPackages("io.netty.buffer..", "io.netty.util.collection..")));

    /** The launcher's internals, and the logger that it is handed, are all that these two classes may know. */
    @ArchTest
    static final ArchRule theMainClassKnowsOnlyTheLaunchersInternals = noClasses()
            .that()
            .haveFullyQualifiedName("dev.tutti.Tutti")
            .or()
            .haveFullyQualifiedName("dev.tutti.CommandLineParser")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "io.vertx.core.internal..",
                            "io.vertx.core.impl..",
                            "io.vertx.core.net.impl..",
                            "io.vertx.core.spi..",
                            "io.netty..")
                    .and(resideOutsideOfPackage("io.vertx.core.internal.logging..")));

    /** Buffers go from the socket to the parser and from the writer to the socket as they are, for a copy costs time. */
    @ArchTest
    static final ArchRule buffersAreKnownToThoseWhoReadAndWriteThem = noClasses()
            .that()
            .resideOutsideOfPackages("dev.tutti.platform..", "dev.tutti.resp..", "dev.tutti.net..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.buffer..");

    /** Netty's map from long numbers makes no objects of them; it is a plain collection, and has one user. */
    @ArchTest
    static final ArchRule collectionsOfNettyAreKnownToOneClass = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.tutti.bus.CoroutineMap")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.util.collection..");

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
