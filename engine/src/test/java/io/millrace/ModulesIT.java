package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.support.OtherJdk;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar as modules and programs use it that have it, the Disruptor and what they need, and nothing else. */
class ModulesIT {
    private static final Path ENGINE = Path.of(System.getProperty("millrace.engine.jar"));
    private static final Path DISRUPTOR = jarOf("com.lmax.disruptor.Sequence");
    private static final Path AGRONA = jarOf("org.agrona.DirectBuffer");

    private static final String CHANNELS = """
            package app;
            import io.millrace.*;
            import io.millrace.interop.Flows;
            import io.millrace.testkit.*;
            import io.millrace.work.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    Channel<String> channel = Channel.bounded(10);
                    Channel<String> one = Channel.<String>builder().capacity(4).singleProducer().singleConsumer().build();
                    channel.send("received");
                    one.send(channel.receive());
                    Select select = Select.fair();
                    int clause = select.onReceive(one);
                    if (select.await() == clause) {
                        System.out.println(select.received(one));
                    }
                }
            }
            """;

    private static final String NUMBERS = """
            package app;
            import io.millrace.offheap.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    String[] names = {"longs", "doubles", "ring", "shared", "attach"};
                    for (String name : names) {
                        try {
                            switch (name) {
                                case "longs": LongChannel.of(10).send(1); break;
                                case "doubles": DoubleChannel.of(10).send(1); break;
                                case "ring": Ring.builder(); break;
                                case "shared": SharedRing.builder(java.nio.file.Path.of("ring")); break;
                                default: SharedRing.attach(java.nio.file.Path.of("no such ring")); break;
                            }
                            System.out.println("works");
                        } catch (java.io.UncheckedIOException e) {
                            System.out.println("works");
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage());
                        }
                    }
                }
            }
            """;

    /** The JDK of this test, and another one if there is one. */
    enum Jdk {
        THIS,
        OTHER;

        Path home() throws IOException {
            return this == THIS ? Path.of(System.getProperty("java.home")) : OtherJdk.home();
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aModuleThatRequiresOnlyMillraceCompilesAndRuns(Jdk jdk) throws Exception {
        Path app = compile(jdk, "requires io.millrace;", CHANNELS, ENGINE, DISRUPTOR);

        assertThat(java(jdk, "-p", path(app, ENGINE, DISRUPTOR), "-m", "app/app.Main"))
                .containsExactly("received");
    }

    @ParameterizedTest
    @EnumSource
    void aModuleThatRequiresOnlyMillraceIsLinkedToAnImage(Jdk jdk) throws Exception {
        assumeTrue(links(jdk.home()), "this JDK has nothing to link");
        Path app = compile(jdk, "requires io.millrace;", CHANNELS, ENGINE, DISRUPTOR);
        Path image = folder.resolve("image");

        assertThat(run(
                        jdk.home().resolve("bin/jlink").toString(),
                        "--module-path",
                        path(app, ENGINE, DISRUPTOR),
                        "--add-modules",
                        "app",
                        "--output",
                        image.toString()))
                .isEmpty();

        assertThat(run(image.resolve("bin/java").toString(), "-m", "app/app.Main"))
                .containsExactly("received");
    }

    @ParameterizedTest
    @EnumSource
    void ringsSayThatTheyNeedAgronaOnTheModulePath(Jdk jdk) throws Exception {
        Path app = compile(jdk, "requires io.millrace;", NUMBERS, ENGINE, DISRUPTOR, AGRONA);

        assertThat(java(jdk, "-p", path(app, ENGINE, DISRUPTOR), "-m", "app/app.Main"))
                .hasSize(5)
                .containsOnly(
                        "rings of bytes need Agrona on the module path, and the JVM flags --add-modules org.agrona"
                                + " --add-exports java.base/jdk.internal.misc=org.agrona");
    }

    @ParameterizedTest
    @EnumSource
    void ringsOnTheModulePathNameTheFlagThatWorks(Jdk jdk) throws Exception {
        Path app = compile(jdk, "requires io.millrace;", NUMBERS, ENGINE, DISRUPTOR, AGRONA);
        String path = path(app, ENGINE, DISRUPTOR, AGRONA);
        String flag = "--add-exports java.base/jdk.internal.misc=org.agrona";

        assertThat(java(jdk, "-p", path, "--add-modules", "org.agrona", "-m", "app/app.Main"))
                .hasSize(5)
                .containsOnly("rings of bytes need Agrona and the JVM flag " + flag);
        assertThat(java(
                        jdk,
                        "--add-exports",
                        flag.split(" ")[1],
                        "-p",
                        path,
                        "--add-modules",
                        "org.agrona",
                        "-m",
                        "app/app.Main"))
                .hasSize(5)
                .containsOnly("works");
    }

    @ParameterizedTest
    @EnumSource
    void ringsOnTheClassPathNameTheFlagThatWorks(Jdk jdk) throws Exception {
        Path app = compile(jdk, "requires io.millrace;", NUMBERS, ENGINE, DISRUPTOR, AGRONA);
        String flag = "--add-exports java.base/jdk.internal.misc=ALL-UNNAMED";

        assertThat(java(jdk, "-cp", path(app, ENGINE, DISRUPTOR), "app.Main"))
                .hasSize(5)
                .containsOnly("rings of bytes need Agrona on the class path, and the JVM flag " + flag);
        assertThat(java(jdk, "-cp", path(app, ENGINE, DISRUPTOR, AGRONA), "app.Main"))
                .hasSize(5)
                .containsOnly("rings of bytes need Agrona and the JVM flag " + flag);
        assertThat(java(
                        jdk,
                        "--add-exports",
                        flag.split(" ")[1],
                        "-cp",
                        path(app, ENGINE, DISRUPTOR, AGRONA),
                        "app.Main"))
                .hasSize(5)
                .containsOnly("works");
    }

    @Test
    void theManifestNamesTheVersionAndTheBundle() throws IOException {
        try (JarFile jar = new JarFile(ENGINE.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Implementation-Title")).isEqualTo("Millrace engine");
            assertThat(ENGINE.getFileName().toString()).contains(manifest.getValue("Implementation-Version"));
            assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo("io.millrace.engine");
            assertThat(manifest.getValue("Import-Package"))
                    .contains("com.lmax.disruptor;version=")
                    .containsPattern("org\\.agrona;resolution:=optional")
                    .doesNotContainPattern("org\\.jspecify\\.annotations;(?!resolution:=optional)");
            for (String exported : exportedPackages()) {
                assertThat(manifest.getValue("Export-Package")).contains(exported + ";");
            }
        }
    }

    @Test
    void thePublishedPomStandsAlone() throws IOException {
        String pom = Files.readString(ENGINE.resolveSibling("flattened-pom.xml"));

        assertThat(pom)
                .doesNotContain("<parent>")
                .contains("<artifactId>millrace-engine</artifactId>", "<artifactId>disruptor</artifactId>")
                .doesNotContain("junit", "${");
    }

    private static List<String> exportedPackages() {
        return ModuleFinder.of(ENGINE).find("io.millrace").orElseThrow().descriptor().exports().stream()
                .map(exports -> exports.source())
                .toList();
    }

    private boolean links(Path home) throws Exception {
        return Files.isDirectory(home.resolve("jmods"))
                || run(home.resolve("bin/jlink").toString(), "--help").stream()
                        .anyMatch(line -> line.contains("Linking from run-time image enabled"));
    }

    /** Compiles without any warning, for Java 17. */
    private Path compile(Jdk jdk, String requires, String main, Path... modules) throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/app"));
        Files.writeString(folder.resolve("src/module-info.java"), "module app { " + requires + " }");
        Files.writeString(sources.resolve("Main.java"), main);
        Path classes = folder.resolve("classes");
        assertThat(run(
                        jdk.home().resolve("bin/javac").toString(),
                        "-Xlint:all",
                        "-Werror",
                        "--release",
                        "17",
                        "-p",
                        path(modules),
                        "-d",
                        classes.toString(),
                        folder.resolve("src/module-info.java").toString(),
                        sources.resolve("Main.java").toString()))
                .isEmpty();
        return classes;
    }

    private List<String> java(Jdk jdk, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(jdk.home().resolve("bin/java").toString());
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** What a command that succeeds writes. */
    private List<String> run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(() -> List.of(command) + ": " + lines).isZero();
        return lines;
    }

    private static String path(Path... entries) {
        return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jarOf(String type) {
        try {
            return Path.of(Class.forName(type, false, ModulesIT.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
