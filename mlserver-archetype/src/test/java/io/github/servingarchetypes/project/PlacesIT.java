package io.github.servingarchetypes.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.Generate;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generating where it could do harm, or under odd settings: the right files or a clear error, and no file of somebody
 * else changed; but for a parent's pom.xml, of which README warns. All archetypes are alike in it: one stands for them.
 */
class PlacesIT {

    @TempDir
    private Path folder;

    @Test
    void filesThatAreThereStayAsTheyAre() throws IOException {
        Path readme = write("my-models/README.md", "mine\n");
        Path settings = write("my-models/src/settings.json", "{}\n");
        assertThat(generate().runIn(folder).succeeded().output())
                .contains("The directory " + folder.resolve("my-models") + " already exists")
                .contains("Don't override file " + readme)
                .contains("Don't override file " + settings);
        assertThat(readme).hasContent("mine\n");
        assertThat(settings).hasContent("{}\n");
        assertThat(GeneratedRepository.at(folder.resolve("my-models")).files()).isEqualTo(expected().files());
    }

    @Test
    void aProjectThatIsThereIsRefused() throws IOException {
        Path pom = write("my-models/pom.xml", "<project/>\n");
        assertThat(generate().runIn(folder).failed().output())
                .contains("A Maven project already exists in the directory " + folder.resolve("my-models"));
        assertThat(pom).hasContent("<project/>\n");
        assertThat(folder.resolve("my-models")).isDirectoryNotContaining(file -> !file.equals(pom));
    }

    @Test
    void besideAPomThatIsNoParentMavenSaysSo() throws IOException {
        Path pom = write("pom.xml", pom("jar"));
        assertThat(generate().runIn(folder).failed().output())
                .contains("Unable to add module to the current project as it is not of packaging type 'pom'");
        assertThat(pom).hasContent(pom("jar"));
    }

    /** README: do not generate below a folder that has a pom.xml. */
    @Test
    void aParentGetsTheModule() throws IOException {
        Path pom = write("pom.xml", pom("pom"));
        generate().runIn(folder).succeeded();
        assertThat(pom).content().contains("<module>my-models</module>");
    }

    @Test
    void aFileOfThatNameIsRefused() throws IOException {
        Path file = write("my-models", "mine\n");
        assertThat(generate().runIn(folder).failed().output()).contains("Not a directory");
        assertThat(file).hasContent("mine\n");
    }

    @Test
    void whereNothingCanBeWrittenMavenSaysSo() {
        assertThat(generate().with("outputDirectory", "/proc").runIn(folder).failed().output()).contains("BUILD FAILURE", "java.io.IOException");
    }

    @Test
    void aFolderElsewhereIsNotMade() {
        Path elsewhere = folder.resolveSibling("elsewhere");
        assertThat(generate().with("artifactId", "../elsewhere").runIn(folder).failed().output())
                .contains("INVALID artifactId '../elsewhere': must be a letter");
        assertThat(elsewhere).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPathWithBlanksAndOtherLetters() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("mes modèles à moi 模型"));
        generate().environment("LC_ALL", "C.UTF-8").runIn(odd).succeeded();
        GeneratedRepository.at(odd.resolve("my-models")).assertSameBytesAs(expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dfile.encoding=ISO-8859-1", "-Dfile.encoding=windows-1252", "-Duser.timezone=Asia/Tokyo"})
    void otherSettings(String option) {
        generate().environment("MAVEN_OPTS", option).runIn(folder).succeeded();
        GeneratedRepository.at(folder.resolve("my-models")).assertSameBytesAs(expected());
    }

    /** A Turkish I has another lower case. */
    @Test
    void aTurkishLocale() {
        generate().with("artifactId", "IRIS").environment("MAVEN_OPTS", "-Duser.language=tr -Duser.country=TR")
                .runIn(folder).succeeded();
        assertThat(GeneratedRepository.at(folder.resolve("IRIS")).yaml("docker-compose.yml").path("name").asText())
                .isEqualTo("iris");
    }

    /** On Windows, Maven ends the lines of the files that it fills in as Windows does; the text is the same. */
    @Test
    void windowsLineEnds() {
        generate().environment("JDK_JAVA_OPTIONS", "-Dline.separator=\"\r\n\"").runIn(folder).succeeded();
        GeneratedRepository repository = GeneratedRepository.at(folder.resolve("my-models"));
        assertThat(repository.files()).isEqualTo(expected().files());
        for (String file : repository.files()) {
            assertThat(repository.text(file).replace("\r\n", "\n")).as(file).isEqualTo(expected().text(file));
        }
    }

    private static Generate generate() {
        return Generate.byThisArchetype().with("artifactId", "my-models");
    }

    private static GeneratedRepository expected() {
        return GeneratedRepository.of("requirements");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String pom(String packaging) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>somebody</groupId>
                  <artifactId>else</artifactId>
                  <version>1</version>
                  <packaging>%s</packaging>
                </project>
                """.formatted(packaging);
    }
}
