package dev.tutti;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Few classes of a package reach one another in a circle, so that each can be understood after those it uses. A nested
 * class counts as its outermost class. A sealed type and its cases name one another by necessity, and do not count.
 */
@AnalyzeClasses(packages = "dev.tutti", importOptions = ImportOption.DoNotIncludeTests.class)
class CirclesTest {

    private static final int LARGEST_CIRCLE = 4;

    @ArchTest
    static void noCircleHasMoreThanFourClasses(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass user : classes) {
            JavaClass from = outermost(user);
            user.getDirectDependenciesFromSelf().stream()
                    .map(use -> outermost(use.getTargetClass()))
                    .filter(to -> to.getPackageName().equals(from.getPackageName()))
                    .filter(to -> !to.equals(from) && !areSealedTypeAndCase(from, to))
                    .forEach(to -> uses.computeIfAbsent(from.getName(), first -> new TreeSet<>())
                            .add(to.getName()));
        }
        assertThat(circles(uses))
                .filteredOn(circle -> circle.size() > LARGEST_CIRCLE)
                .isEmpty();
    }

    private static JavaClass outermost(JavaClass member) {
        JavaClass outer = member;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static boolean areSealedTypeAndCase(JavaClass one, JavaClass other) {
        return permits(one.reflect(), other.reflect()) || permits(other.reflect(), one.reflect());
    }

    private static boolean permits(Class<?> type, Class<?> subtype) {
        return type.isSealed() && Arrays.asList(type.getPermittedSubclasses()).contains(subtype);
    }

    /** The sets of more than one class in which each class reaches all others. */
    private static Set<Set<String>> circles(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reached = new HashMap<>();
        uses.keySet().forEach(from -> reached.put(from, reached(from, uses)));
        Set<Set<String>> circles = new HashSet<>();
        reached.forEach((from, all) -> {
            Set<String> circle = new TreeSet<>(all);
            circle.removeIf(to -> !reached.getOrDefault(to, Set.of()).contains(from));
            if (circle.size() > 1) {
                circles.add(circle);
            }
        });
        return circles;
    }

    private static Set<String> reached(String from, Map<String, Set<String>> uses) {
        Set<String> reached = new HashSet<>();
        List<String> next = new ArrayList<>(List.of(from));
        while (!next.isEmpty()) {
            uses.getOrDefault(next.remove(next.size() - 1), Set.of()).stream()
                    .filter(reached::add)
                    .forEach(next::add);
        }
        return reached;
    }

    @Test
    void aCircleIsFound() {
        Map<String, Set<String>> uses = Map.of(
                "a",
                Set.of("b", "d"),
                "b",
                Set.of("c"),
                "c",
                Set.of("a"),
                "d",
                Set.of("e"),
                "e",
                Set.of("d"),
                "f",
                Set.of("a"));
        assertThat(circles(uses)).containsExactlyInAnyOrder(Set.of("a", "b", "c"), Set.of("d", "e"));
    }
}
