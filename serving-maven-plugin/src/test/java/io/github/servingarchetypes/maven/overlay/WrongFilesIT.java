package io.github.servingarchetypes.maven.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong in a team's files ends the build with a message that names the file, the line and what to do. */
class WrongFilesIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/overlay/organisations.csv", delimiter = '|', quoteCharacter = '`')
    void organisationXml(String elements, int line, String message) {
        Team team = new Team(folder, "mlserver").withOrganisation(elements.replace("\\n", "\n"));
        assertThat(team.refused()).startsWith("src/main/organisation.xml:" + line + ": ").contains(message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/overlay/files.csv", delimiter = '|', quoteCharacter = '`')
    void resources(String file, String text, Integer line, String message) {
        Team team = new Team(folder, "mlserver").with("resources/" + file, text.replace("\\n", "\n") + "\n");
        assertThat(team.refused())
                .startsWith("src/main/resources/" + file + (line == null ? ": " : ":" + line + ": ")).contains(message);
    }

    /** Else the build would end well, without what the team wrote there. */
    @ParameterizedTest
    @ValueSource(strings = {"organization.xml", "resource/shared/dockerfile/labels.vm", "java/Own.java"})
    void aNameThatNothingReads(String file) {
        Team team = new Team(folder, "mlserver").with(file, "");
        assertThat(team.refused()).startsWith("src/main/" + file.split("/")[0] + ": ")
                .contains("nothing reads it: src/main has organisation.xml, resources, overridden");
    }

    /** Else it would be generated with the fixed answer, and fail where its own is expected. */
    @Test
    void aCaseWithAnotherAnswerThanTheFixedOne() {
        Team team = new Team(folder, "mlserver").withOrganisation("<fixed property=\"pythonEnvironment\">conda</fixed>");
        TextFile.write(folder.resolve("src/it/conda-build/test.properties"), "pythonEnvironment=conda\n");
        TextFile.write(folder.resolve("src/it/requirements/test.properties"), "pythonEnvironment=requirements\n");
        assertThat(team.refused()).isEqualTo("src/it/requirements/test.properties: pythonEnvironment=requirements is not the fixed"
                + " answer, conda, of src/main/organisation.xml:2: delete this case");
    }

    @Test
    void organisationXmlInAnotherFolder() {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/labels.vm", "");
        TextFile.write(folder.resolve("organisation.xml"), "<organisation/>");
        assertThat(team.refused()).isEqualTo("organisation.xml: move it to src/main/organisation.xml");
    }

    @Test
    void aTemplateThatIsNotUtf8() throws IOException {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/labels.vm", "");
        Files.write(folder.resolve("src/main/resources/shared/dockerfile/labels.vm"),
                "# a\n# gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(team.refused()).isEqualTo(
                "src/main/resources/shared/dockerfile/labels.vm:2: a template must be UTF-8, and this line is not");
    }
}
