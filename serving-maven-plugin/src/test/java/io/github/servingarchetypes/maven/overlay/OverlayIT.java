package io.github.servingarchetypes.maven.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.servingarchetypes.testkit.BatchMode;
import io.github.servingarchetypes.testkit.GeneratedRepository;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a team's archetype writes, compared with what the original writes. */
class OverlayIT {

    private static final String COST_CENTRE =
            "<property name=\"costCentre\" pattern=\"[0-9]{4}\" allowed=\"four digits, the team's own\" default=\"0000\"/>";
    private static final String LABEL = "LABEL com.acme.cost-centre=\"${costCentre}\"\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    void withoutFilesOfTheTeamOnlyTheRecordedArchetypeIsAnother(String name) {
        Team team = new Team(folder, name);
        assertThat(differences(team, Map.of())).containsExactly(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlserver", "triton", "seldon"})
    void aHookIsFilledInEachServersFiles(String name) {
        Team team = new Team(folder, name)
                .with("resources/shared/dockerfile/labels.vm", "LABEL hook=\"labels\"\n")
                .with("resources/shared/dockerfile/certificates.vm", "COPY ${inContext}ca.crt /hook/\n")
                .with("resources/shared/dockerfile/after-packages.vm", "# hook: after-packages\n")
                .with("resources/shared/dockerfile/before-start.vm", "# hook: before-start\n")
                .with("resources/shared/compose/server-keys.vm", "    labels: [hook]\n")
                .with("resources/shared/kubernetes/pod-metadata.vm", "${indent}annotations: {hook: pods}\n");
        String context = name.equals("triton") ? "src/" : "";
        List<String> expected = new ArrayList<>(List.of(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0",
                context + "Dockerfile: COPY ca.crt /hook/",
                context + "Dockerfile: COPY ca.crt /hook/",
                context + "Dockerfile: # hook: after-packages",
                context + "Dockerfile: LABEL hook=\"labels\"",
                context + "Dockerfile: # hook: before-start",
                "docker-compose.yml:     labels: [hook]",
                "seldon_deployment.yaml:       annotations: {hook: pods}",
                "tests/Dockerfile: COPY " + context + "ca.crt /hook/"));
        if (!name.equals("seldon")) {
            expected.add("inference_service.yaml:     annotations: {hook: pods}");
        }
        assertThat(differences(team, Map.of())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void anOverrideReplacesASection() {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/healthcheck.vm", "HEALTHCHECK NONE\n");
        String dockerfile = team.generated(Map.of()).text("Dockerfile");
        assertThat(dockerfile).contains("\nHEALTHCHECK NONE\n").doesNotContain("healthcheck.py\"]");
    }

    /** The last line end is often forgotten, and git may check files out with those of Windows. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "", "\r\n"})
    void anOverrideTakesInWhatItOverrides(String end) {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/wheels.vm",
                "# Before.\n#parse(\"/upstream/shared/dockerfile/wheels.vm\")\n# After." + end);
        assertThat(differences(team, Map.of())).containsExactly(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0",
                "Dockerfile: # Before.", "Dockerfile: # After.");
    }

    @Test
    void singleQuotesDoToo() {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/wheels.vm",
                "# Before.\n#parse('/upstream/shared/dockerfile/wheels.vm')\n");
        assertThat(differences(team, Map.of())).contains("Dockerfile: # Before.").hasSize(2);
    }

    /** What the overridden file includes is still included. */
    @Test
    void aWholeFileIsWrapped() {
        Team team = new Team(folder, "mlserver")
                .with("resources/archetype-resources/Dockerfile", "# ${costCentre}\n#parse(\"/upstream/archetype-resources/Dockerfile\")\n")
                .with("resources/shared/dockerfile/labels.vm", LABEL).withOrganisation(COST_CENTRE);
        assertThat(differences(team, Map.of("costCentre", "1234"))).containsExactlyInAnyOrder(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0", ".archetype.properties: costCentre=1234",
                "Dockerfile: # 1234", "Dockerfile: LABEL com.acme.cost-centre=\"1234\"");
    }

    /** Maven fills it in before all others, and no file set names it. */
    @Test
    void thePomIsATemplateToo() {
        Team team = new Team(folder, "mlserver")
                .with("resources/archetype-resources/pom.xml", "#parse(\"/upstream/archetype-resources/pom.xml\")\n<!-- ${serverName} -->\n");
        assertThat(differences(team, Map.of())).containsExactly(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0", "pom.xml: <!-- MLServer -->");
        assertThat(Entries.ofFolder(team.overridden()).stream()).containsExactly("archetype-resources/pom.xml");
    }

    @Test
    void aSectionOfThePomIsOverridden() {
        Team team = new Team(folder, "mlserver").with("resources/shared/maven/project.vm",
                "#parse(\"/upstream/shared/maven/project.vm\")\n<!-- ${costCentre} -->\n").withOrganisation(COST_CENTRE);
        assertThat(team.generated(Map.of("costCentre", "1234")).text("pom.xml")).endsWith("</project>\n<!-- 1234 -->\n");
    }

    /** Windows' editors write one, and Maven's older plugins would pass it on. */
    @Test
    void aByteOrderMarkIsNoText() {
        Entries built = new Team(folder, "mlserver")
                .with("resources/shared/dockerfile/labels.vm", "\ufeffLABEL a=\"b\"\n")
                .with("resources/archetype-resources/OWNERS.vm", "\ufeff* @acme\n")
                .with("organisation.xml", "\ufeff<organisation>\n<default property=\"imageRegistry\">localhost/acme</default>\n</organisation>\n")
                .build();
        assertThat(built.get("shared/dockerfile/labels.vm")).asString().isEqualTo("LABEL a=\"b\"\n");
        assertThat(built.get("archetype-resources/OWNERS")).asString().isEqualTo("* @acme\n");
        assertThat(built.text(Descriptor.ENTRY)).contains("localhost/acme");
    }

    /** The contracts know by the file set that no template is behind it. */
    @Test
    void anOverriddenFileThatIsCopiedIsNamedInTheDescriptor() {
        Team team = new Team(folder, "mlserver").with("resources/archetype-resources/pytest.ini", "[pytest]\n## $ours\n");
        assertThat(team.build().text(Descriptor.ENTRY)).contains("<include>pytest.ini</include>", "<exclude>pytest.ini</exclude>");
        assertThat(team.generated(Map.of()).text("pytest.ini")).isEqualTo("[pytest]\n## $ours\n");
    }

    @Test
    void aTeamAboveATeamTakesInItsOverride() {
        Team first = new Team(folder.resolve("first"), "mlserver").withOrganisation(COST_CENTRE)
                .with("resources/shared/dockerfile/labels.vm", LABEL)
                .with("resources/shared/dockerfile/wheels.vm", "# First.\n#parse(\"/upstream/shared/dockerfile/wheels.vm\")\n");
        Team second = new Team(folder.resolve("second"), "mlserver")
                .withOrganisation("<property name=\"owner\" pattern=\"[a-z]+\" allowed=\"letters\" default=\"acme\"/>")
                .with("resources/shared/dockerfile/after-packages.vm", "# ${owner}\n")
                .with("resources/shared/dockerfile/wheels.vm", "# Second.\n#parse(\"/upstream/shared/dockerfile/wheels.vm\")\n")
                .over(first.build(), Team.COORDINATES);
        GeneratedRepository repository = second.generated(Map.of("owner", "b", "costCentre", "1234"));
        assertThat(repository.text("Dockerfile")).contains("# Second.\n# First.\n# pip also finds the wheels", "# b\n", "cost-centre=\"1234\"");
        assertThat(repository.text(".archetype.properties")).endsWith("\ncostCentre=1234\nowner=b\n");
    }

    /** Velocity leaves out what is deeper, without an error: the goal counts as Velocity does. */
    @Test
    void includesAreAsDeepAsVelocityGoes() {
        // Dockerfile > conda-environment.vm > conda-tools.vm > wheels.vm > 1.vm ... 6.vm
        Map<String, String> conda = Map.of("pythonEnvironment", "conda");
        Team team = new Team(folder, "mlserver");
        deepen(team, 6);
        Entries deepest = team.build();
        assertThat(team.generate(deepest, conda).text("Dockerfile")).contains("# the deepest\n");
        deepest.put("shared/acme/7.vm", deepest.text("shared/acme/6.vm"));
        deepest.put("shared/acme/6.vm", "#parse(\"/shared/acme/7.vm\")\n");
        assertThat(team.generate(deepest, conda).text("Dockerfile")).doesNotContain("# the deepest\n");
        deepen(team, 7);
        assertThat(team.refused()).contains("Velocity includes templates no deeper than 10 and leaves out the rest")
                .startsWith("src/main/resources/shared/acme/6.vm: ");
    }

    private static void deepen(Team team, int depth) {
        team.with("resources/shared/dockerfile/wheels.vm", "#parse(\"/shared/acme/1.vm\")\n");
        for (int i = 1; i < depth; i++) {
            team.with("resources/shared/acme/" + i + ".vm", "#parse(\"/shared/acme/" + (i + 1) + ".vm\")\n");
        }
        team.with("resources/shared/acme/" + depth + ".vm", "# the deepest\n");
    }

    @Test
    void aPropertyOfTheTeamIsAskedForCheckedAndRecorded() {
        Team team = new Team(folder, "mlserver").withOrganisation(COST_CENTRE).with("resources/shared/dockerfile/labels.vm", LABEL);
        assertThat(differences(team, Map.of("costCentre", "1234"))).containsExactly(
                ".archetype.properties: archetype=com.acme.ml:acme-archetype:1.0.0",
                ".archetype.properties: costCentre=1234",
                "Dockerfile: LABEL com.acme.cost-centre=\"1234\"");
        assertThat(team.generated(Map.of()).text(".archetype.properties")).contains("costCentre=0000\n");
        assertThat(team.generateRefused(Map.of("artifactId", "my-models", "costCentre", "12345")))
                .contains("INVALID costCentre '12345': must be four digits, the team's own");
        assertThat(team.generateRefused(Map.of("artifactId", "my-models", "groupId", "com.example", "version", "1", "costCentre", "a")))
                .contains("INVALID costCentre 'a': must be four digits", ". Remove my-models/pom.xml");
    }

    @Test
    void aPropertyOfTheTeamMayBePartOfAFilesName() {
        Team team = new Team(folder, "mlserver").withOrganisation(COST_CENTRE)
                .with("resources/archetype-resources/__costCentre__.txt", "a\n");
        assertThat(team.generated(Map.of("costCentre", "1234")).files()).contains("1234.txt");
    }

    @Test
    void aFixedAnswerIsNotAskedFor() {
        Team team = new Team(folder, "mlserver").withOrganisation("<fixed property=\"pythonEnvironment\">conda</fixed>");
        assertThat(team.generated(Map.of()).files()).contains("src/environment.yaml");
        assertThat(Descriptor.of(team.build().get(Descriptor.ENTRY)).properties()).doesNotContain("pythonEnvironment");
        assertThat(team.generated(Map.of("pythonVersion", "3.12")).text(".archetype.properties"))
                .contains("pythonEnvironment=conda\n", "pythonVersion=3.12\n");
        // Maven passes on no property that the descriptor lacks. What renders otherwise gets a refusal.
        assertThat(team.generated(Map.of("pythonEnvironment", "requirements")).files()).contains("src/environment.yaml");
        assertThat(Checks.refusalOf(team.build().text("checks.vm"), Map.of("pythonEnvironment", "requirements")))
                .hasValueSatisfying(refused -> assertThat(refused.message())
                        .isEqualTo("INVALID pythonEnvironment 'requirements': must be conda, the answer of com.acme.ml"));
    }

    @Test
    void aFixedAnswerIsPartOfAFilesName() {
        Team team = new Team(folder, "mlserver").withOrganisation("<fixed property=\"modelName\">churn</fixed>");
        assertThat(team.generated(Map.of()).files()).contains("src/models/churn/model.py");
    }

    @Test
    void aDefaultMayStillBeAnswered() {
        Team team = new Team(folder, "mlserver").withOrganisation(
                "<default property=\"imageRegistry\">localhost/acme</default>\n<default property=\"groupId\">com.acme</default>");
        assertThat(team.generated(Map.of()).text("docker-compose.yml")).contains("localhost/acme/my-models:");
        assertThat(team.generated(Map.of("imageRegistry", "localhost/b")).text("docker-compose.yml")).contains("localhost/b/my-models:");
        assertThat(team.generated(Map.of()).text("pom.xml")).contains("<groupId>com.acme</groupId>");
        assertThat(team.generateRefused(Map.of("artifactId", "my-models", "gpu", "yes"))).contains("INVALID gpu 'yes'");
    }

    @Test
    void aPinIsReplacedWhereverItIsUsed() {
        Team team = new Team(folder, "mlserver").withOrganisation(
                "<pin name=\"numpyVersion\">1.26.3</pin>\n<pin name=\"baseImage\">${imageRegistry}/mlserver:${mlserverVersion}</pin>");
        GeneratedRepository repository = team.generated(Map.of());
        assertThat(repository.text("requirements.txt")).contains("numpy==1.26.3\n").doesNotContain("1.26.4");
        assertThat(repository.text("Dockerfile")).contains("ARG BASE_IMAGE=localhost/models/mlserver:1.7.1\n");
    }

    @Test
    void filesOfTheTeamGoIntoEachRepository() throws Exception {
        byte[] bytes = {0, (byte) 0xff, '#', '#', '\n'};
        Team team = new Team(folder, "mlserver")
                .with("resources/archetype-resources/CODEOWNERS", "* @acme/models ## ${version}\n")
                .with("resources/archetype-resources/docs/acme.md", "## A heading\n")   // the original's docs/*.md are filled in
                .with("resources/archetype-resources/docs/owner.md.vm", "Of ${artifactId}\n")
                .with("resources/archetype-resources/__buildContext__/ca.crt", "a\n")
                .with("resources/archetype-resources/CODEOWNERS~", "an editor's copy\n")
                .with("resources/.DS_Store", "a desktop's\n");
        Files.write(team.folder().resolve("src/main/resources/archetype-resources/logo.bin"), bytes);
        GeneratedRepository repository = team.generated(Map.of());
        assertThat(repository.text("CODEOWNERS")).isEqualTo("* @acme/models ## ${version}\n");
        assertThat(repository.text("docs/acme.md")).isEqualTo("## A heading\n");
        assertThat(repository.text("docs/owner.md")).isEqualTo("Of my-models\n");
        assertThat(repository.text("ca.crt")).isEqualTo("a\n");
        assertThat(repository.files()).doesNotContain("CODEOWNERS~");
        assertThat(repository.file("logo.bin")).hasBinaryContent(bytes);
    }

    /** What is in the parent's folder holds for all archetypes, what is in a module's for that one. */
    @Test
    void aModulesFilesLieOverTheParents() {
        Team parent = new Team(folder.resolve("parent"), "mlserver").withOrganisation("<default property=\"gpu\">true</default>")
                .with("resources/shared/dockerfile/labels.vm", "LABEL a=\"parent\"\n")
                .with("resources/archetype-resources/CODEOWNERS", "* @acme\n");
        Team module = new Team(folder.resolve("parent/module"), "mlserver").below(parent)
                .withOrganisation("<default property=\"imageRegistry\">localhost/acme</default>")
                .with("resources/shared/dockerfile/labels.vm", "LABEL a=\"module\"\n");
        GeneratedRepository repository = module.generated(Map.of());
        assertThat(repository.text("Dockerfile")).contains("LABEL a=\"module\"").doesNotContain("LABEL a=\"parent\"");
        assertThat(repository.text(".archetype.properties")).contains("imageRegistry=localhost/acme\n", "gpu=true\n");
        assertThat(repository.files()).contains("CODEOWNERS");
        module.withOrganisation("<default property=\"gpu\">false</default>");
        assertThat(module.refused()).contains("organisation.xml:2: <default> of gpu is in ");
    }

    /** The second build finds its own memory, and writes the same. */
    @Test
    void aBuildIsRepeatable() {
        Team team = new Team(folder, "mlserver").with("resources/shared/dockerfile/labels.vm", "LABEL a=\"b\"\n");
        Map<String, String> first = texts(team.build());
        assertThat(team.log()).containsExactly("fills shared/dockerfile/labels.vm", "remembers what is overridden: commit src/main/overridden");
        assertThat(texts(team.build())).isEqualTo(first);
        assertThat(team.log()).containsExactly("fills shared/dockerfile/labels.vm");
    }

    /**
     * The engine alone, without Maven's start, which takes longer and is the same for both. The processor's time, by turns:
     * other programs do not count.
     */
    @Test
    void aTeamsArchetypeGeneratesInElevenTenthsOfTheTime() throws Exception {
        Team team = new Team(folder, "mlserver");
        Path example = Path.of("../organisation-archetype/src/main/archetype/archetype-resources/src/main").toAbsolutePath().normalize();
        Entries.ofFolder(example).writeTo(folder.resolve("src/main"));
        BatchMode original = new BatchMode(Team.jarOf("mlserver"));
        BatchMode own = new BatchMode(Team.jar(team.build(), folder.resolve("own.jar")));
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            double before = seconds(original, folder.resolve("original-" + i));
            ratios.add(seconds(own, folder.resolve("own-" + i)) / before);
        }
        List<Double> warm = ratios.subList(5, ratios.size()).stream().sorted().toList();
        assertThat(warm.get(warm.size() / 2)).as("median of %s", warm).isBetween(0.8, 1.1);
    }

    private static double seconds(BatchMode mode, Path folder) {
        long started = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        mode.generated(folder, Map.of());
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - started) / 1e9;
    }

    /** Lines of the team's repository that the original's lacks, and of the original's that the team's lacks. */
    private static List<String> differences(Team team, Map<String, String> answers) {
        Map<String, String> builtIn = answers.entrySet().stream().filter(answer -> !answer.getKey().equals("costCentre"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        GeneratedRepository original = team.generate(team.original(), builtIn);
        GeneratedRepository own = team.generated(answers);
        assertThat(own.files()).isEqualTo(original.files());
        List<String> differences = new ArrayList<>();
        for (String file : own.files()) {
            List<String> missing = new ArrayList<>(original.text(file).lines().toList());
            for (String line : own.text(file).lines().toList()) {
                if (!missing.remove(line)) {
                    differences.add(file + ": " + line);
                }
            }
            if (!missing.isEmpty() && !file.equals(".archetype.properties")) {
                differences.add(file + " lacks " + missing);
            }
        }
        return differences;
    }

    private static Map<String, String> texts(Entries entries) {
        return entries.stream().collect(Collectors.toMap(path -> path, path -> new String(entries.get(path), StandardCharsets.ISO_8859_1)));
    }
}
