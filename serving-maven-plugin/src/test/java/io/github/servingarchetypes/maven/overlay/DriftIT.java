package io.github.servingarchetypes.maven.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next version of the archetypes, below a team's files. */
class DriftIT {

    private static final String SECTION = "shared/dockerfile/healthcheck.vm";
    private static final String HOOK = "shared/dockerfile/labels.vm";

    @TempDir
    private Path folder;
    private Team team;

    @BeforeEach
    void theTeamHasBuiltOverThisVersion() {
        team = new Team(folder, "mlserver")
                .with("resources/" + SECTION, "#parse(\"/upstream/" + SECTION + "\")\n# ${servingUser}\n")
                .with("resources/" + HOOK, "LABEL a=\"b\"\n");
        team.build();
        assertThat(Entries.ofFolder(team.overridden()).stream()).containsExactly(SECTION, HOOK);
    }

    @Test
    void aChangedSectionEndsTheBuildUntilItIsAccepted() {
        String interval = "--interval=5s";
        next(entries -> entries.put(SECTION, entries.text(SECTION).replace(interval, "--interval=7s")));
        for (int i = 0; i < 2; i++) {
            assertThat(team.refused())
                    .contains("is not the same in io.github.serving-archetypes:mlserver-archetype:0.2.0 any more")
                    .contains("--- overridden/" + SECTION, "-HEALTHCHECK --interval=5s", "+HEALTHCHECK --interval=7s")
                    .contains("mvn process-resources -Doverlay.accept");
        }
        team.build(true);
        assertThat(Team.read(team.overridden().resolve(SECTION))).contains("--interval=7s");
        team.build();
    }

    @Test
    void aRenamedSectionEndsTheBuild() {
        next(entries -> rename(entries, SECTION, "shared/dockerfile/health.vm"));
        assertThat(team.refused()).startsWith("src/main/resources/" + SECTION + ": ").contains(
                "mlserver-archetype:0.2.0 has no " + SECTION + " any more; it is like shared/dockerfile/health.vm now: move your file there");
    }

    /** What has changed besides is not lost with the old name. */
    @Test
    void aSectionThatIsRenamedAndChangedEndsTheBuildUntilItIsAccepted() throws IOException {
        String name = "shared/dockerfile/health.vm";
        next(entries -> {
            rename(entries, SECTION, name);
            replace(entries, name, "--interval=5s", "--interval=7s");
        });
        Files.delete(team.folder().resolve("src/main/resources").resolve(SECTION));
        team.with("resources/" + name, "#parse(\"/upstream/" + name + "\")\n");
        assertThat(team.refused()).contains("--- overridden/" + SECTION, "+++ new/" + name, "-HEALTHCHECK --interval=5s", "+HEALTHCHECK --interval=7s");
        team.build(true);
        assertThat(Entries.ofFolder(team.overridden()).stream()).containsExactly(name, HOOK);
        team.build();
    }

    @Test
    void whateverIsGoneIsInOneMessage() {
        next(entries -> {
            rename(entries, SECTION, "shared/dockerfile/health.vm");
            entries.remove(HOOK);
            replace(entries, "archetype-resources/Dockerfile", "#parse(\"/" + HOOK + "\")\n", "");
        });
        assertThat(team.refused()).hasLineCount(2).contains("has no " + SECTION + " any more; it is like", "has no " + HOOK + " any more: delete")
                .doesNotContain("overridden");
    }

    /** Else the override would go into the repositories as a file of the team's own. */
    @Test
    void aGeneratedFileThatIsGoneEndsTheBuildUntilItIsAccepted() {
        String file = "archetype-resources/pytest.ini";
        team.with("resources/" + file, "[pytest]\n").build();
        next(entries -> entries.remove(file));
        assertThat(team.refused()).startsWith("src/main/resources/" + file + ": ").contains("has no " + file + " any more", "-Doverlay.accept");
        team.build(true);
        team.build();
    }

    @Test
    void aRemovedHookEndsTheBuild() {
        next(entries -> {
            entries.remove(HOOK);
            replace(entries, "archetype-resources/Dockerfile", "#parse(\"/" + HOOK + "\")\n", "");
        });
        assertThat(team.refused()).startsWith("src/main/resources/" + HOOK + ": ")
                .contains("mlserver-archetype:0.2.0 has no " + HOOK + " any more: delete your file, or move what it does");
    }

    @Test
    void aHookThatIsFilledEndsTheBuild() {
        next(entries -> entries.put(HOOK, "LABEL theirs=\"1\"\n"));
        assertThat(team.refused()).contains("+LABEL theirs=\"1\"");
    }

    @Test
    void aSectionThatNothingIncludesAnyMoreEndsTheBuild() {
        next(entries -> replace(entries, "archetype-resources/Dockerfile", "#parse(\"/" + SECTION + "\")\n", ""));
        assertThat(team.refused()).startsWith("src/main/resources/" + SECTION + ": no template of ").contains("includes it any more");
    }

    @Test
    void aRenamedVariableEndsTheBuild() {
        next(entries -> entries.paths().forEach(path -> {
            if (path.matches(".*(\\.vm|Dockerfile)")) {
                entries.put(path, entries.text(path).replace("servingUser", "userOfTheServer"));
            }
        }));
        assertThat(team.refused()).startsWith("src/main/resources/" + SECTION + ":2: ").contains("has no property or variable 'servingUser'");
    }

    @Test
    void aPropertyThatIsGoneEndsTheBuild() {
        team.withOrganisation("<default property=\"gpu\">true</default>").build();
        next(entries -> {
            Descriptor descriptor = Descriptor.of(entries.get(Descriptor.ENTRY));
            descriptor.remove("gpu");
            entries.put(Descriptor.ENTRY, descriptor.bytes());
        });
        assertThat(team.refused()).startsWith("src/main/organisation.xml:2: mlserver-archetype has no property 'gpu'");
    }

    @Test
    void whatTheTeamDoesNotOverrideMayChange() {
        next(entries -> {
            entries.put("shared/dockerfile/ignore.vm", entries.text("shared/dockerfile/ignore.vm") + "notes\n");
            entries.put(HOOK, "## Hook: with another comment.\n");
        });
        assertThat(team.build().text("shared/dockerfile/ignore.vm")).endsWith("notes\n");
    }

    @Test
    void anOverrideThatIsDeletedIsForgotten() throws Exception {
        Files.delete(team.folder().resolve("src/main/resources").resolve(SECTION));
        team.build();
        assertThat(Entries.ofFolder(team.overridden()).stream()).containsExactly(HOOK);
    }

    private void next(Consumer<Entries> change) {
        Entries entries = team.original();
        change.accept(entries);
        team.overNext(entries);
    }

    private static void rename(Entries entries, String from, String to) {
        entries.put(to, entries.get(from));
        entries.remove(from);
        replace(entries, "archetype-resources/Dockerfile", "/" + from, "/" + to);
    }

    private static void replace(Entries entries, String path, String text, String replacement) {
        assertThat(entries.text(path)).contains(text);
        entries.put(path, entries.text(path).replace(text, replacement));
    }
}
