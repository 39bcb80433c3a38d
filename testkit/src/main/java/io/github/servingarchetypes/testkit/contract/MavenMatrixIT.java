package io.github.servingarchetypes.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Generate;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import io.github.servingarchetypes.testkit.Pairs;
import io.github.servingarchetypes.testkit.Requires;
import io.github.servingarchetypes.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every plugin, Maven and JDK that people use writes the same bytes; each pair of them runs once. The variables MATRIX_MAVEN_HOMES and
 * MATRIX_JAVA_HOMES say where Mavens and JDKs are: folders, with colons between.
 */
@Tag("project")
@Requires(Tool.MAVEN_MATRIX)
class MavenMatrixIT {

    /** VS Code runs 3.1.2, NetBeans and m2e 3.2.1, IntelliJ the latest. */
    static final List<String> PLUGINS = List.of("3.1.2", "3.2.1", "3.3.1", System.getProperty("archetype.version"));

    private static final String CASE = "conda-startup";

    private record Version(Path home, String number) {}

    @Test
    void theMatrixHasWhatPeopleUse() {
        assertThat(mavens()).extracting(Version::number)
                .anyMatch(number -> number.startsWith("3.8."))
                .anyMatch(number -> number.startsWith("3.9."))
                .anyMatch(number -> number.startsWith("4."));
        assertThat(jdks()).extracting(Version::number)
                .anyMatch(number -> number.startsWith("17."))
                .anyMatch(number -> number.startsWith("21."))
                .anyMatch(number -> Integer.parseInt(number.split("\\.")[0]) > 21);
    }

    @TestFactory
    Stream<DynamicTest> writesTheSameBytes(@TempDir Path folder) {
        GeneratedRepository expected = GeneratedRepository.of(CASE);
        return Pairs.of(PLUGINS, mavens(), jdks()).stream().map(triple -> {
            String run = "plugin " + triple.first() + ", Maven " + triple.second().number() + ", JDK " + triple.third().number();
            return DynamicTest.dynamicTest(run, () -> {
                Path output = Files.createDirectory(folder.resolve(run.replaceAll("[ ,]+", "-")));
                Generate.byThisArchetype().with(expected.answers()).plugin(triple.first())
                        .maven(triple.second().home()).java(triple.third().home()).runIn(output).succeeded();
                GeneratedRepository.at(output.resolve("my-models")).assertSameBytesAs(expected);
            });
        });
    }

    private static List<Version> mavens() {
        return homes("MATRIX_MAVEN_HOMES", home -> {
            try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
                return jars.map(jar -> jar.getFileName().toString())
                        .map(Pattern.compile("maven-core-(.+)\\.jar")::matcher)
                        .filter(Matcher::matches)
                        .map(core -> core.group(1))
                        .findFirst().orElseThrow();
            }
        });
    }

    private static List<Version> jdks() {
        Pattern version = Pattern.compile("(?m)^JAVA_VERSION=\"(.+)\"$");
        return homes("MATRIX_JAVA_HOMES", home -> {
            Matcher release = version.matcher(Files.readString(home.resolve("release")));
            assertThat(release.find()).as("the version in %s/release", home).isTrue();
            return release.group(1);
        });
    }

    private interface NumberOf {
        String read(Path home) throws IOException;
    }

    private static List<Version> homes(String variable, NumberOf number) {
        return Arrays.stream(System.getenv(variable).split(":"))
                .map(Path::of)
                .map(home -> {
                    try {
                        return new Version(home, number.read(home));
                    } catch (IOException error) {
                        throw new UncheckedIOException(error);
                    }
                })
                .toList();
    }
}
