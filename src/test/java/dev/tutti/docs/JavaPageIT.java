package dev.tutti.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tutti.BoundedProcess;
import dev.tutti.docs.Markdown.Block;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the classes of java.md and runs its tests and its application. */
@Timeout(60)
class JavaPageIT {

    private static final Markdown PAGE = Markdown.read(Path.of("src/site/markdown/java.md"));
    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");
    private static final Pattern POM_VERSION =
            Pattern.compile("<artifactId>tutti</artifactId>\\s*<version>(.*)</version>");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private static Path classes;

    @BeforeAll
    static void compile(@TempDir Path sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-Werror", "-cp", CLASS_PATH, "-d", classes.toString()));
        for (Block block : PAGE.blocks()) {
            if (block.language().equals("java")) {
                Matcher name = CLASS.matcher(block.text());
                assertThat(name.find()).isTrue();
                arguments.add(Files.writeString(sources.resolve(name.group(1) + ".java"), block.text())
                        .toString());
            }
        }
        assertThat(arguments).hasSize(5 + 4);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    @TestFactory
    List<DynamicTest> itsUnitTestsPass() throws Exception {
        URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
        Class<?> tests = loader.loadClass("com.example.TasksTest");
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        List<DynamicTest> found = new ArrayList<>();
        for (Method method : tests.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                method.setAccessible(true);
                found.add(DynamicTest.dynamicTest(method.getName(), () -> method.invoke(constructor.newInstance())));
            }
        }
        assertThat(found).hasSize(3);
        return found;
    }

    @Test
    void theApplicationEmbedsAServer() throws Exception {
        Process application = BoundedProcess.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes + File.pathSeparator + CLASS_PATH,
                        "com.example.Embedded")
                .redirectErrorStream(true));
        List<String> printed = application.inputReader().lines().toList();
        assertThat(application.waitFor()).as("%s", printed).isZero();
        assertThat(printed).anyMatch(line -> line.matches("Clients can connect to port [1-9]\\d*"));
        assertThat(printed).noneMatch(line -> line.contains(" DEBUG "));
    }

    @Test
    void theDependencyHasTheVersionOfThisBuild() throws IOException {
        Matcher pom = POM_VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();
        assertThat(PAGE.lines()).contains("  <version>" + pom.group(1) + "</version>");
    }
}
