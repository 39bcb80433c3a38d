package io.github.servingarchetypes.maven.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.servingarchetypes.maven.Refusal;
import io.github.servingarchetypes.testkit.Command;
import io.github.servingarchetypes.testkit.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment, an update leaves what the next run takes back or finishes: never a half of it. */
class KilledIT {

    private static final String ARCHETYPE = "mlserver-archetype";
    private static final int POINTS = 20;

    @TempDir
    static Path folder;

    private static Versions versions;
    private static Map<String, String> generated;

    @BeforeAll
    static void release() {
        versions = new Versions(folder);
        versions.add(ARCHETYPE, "0.1.0", (entry, text) -> text);
        versions.add(ARCHETYPE, "0.2.0", EditedRepositoriesIT::next);
        versions.put(Versions.coordinates(ARCHETYPE, "0.2.0"), "archetype-resources/docs/new-page.md", "# New\n");
        generated = UserRepository.filesOf(versions.generate(Versions.coordinates(ARCHETYPE, "0.1.0"), folder.resolve("g"), Map.of()));
    }

    @Test
    void theRepositoryIsAsBeforeOrWhole() throws Exception {
        UserRepository repository = edited(folder.resolve("repository"));
        String before = repository.state();
        long[] span = timed(repository);
        String after = repository.state();
        assertThat(after).isNotEqualTo(before);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int halfway = 0;
        for (int point = 0; point < POINTS; point++) {
            UserRepository copy = edited(folder.resolve("copy" + point));
            Process process = OtherProcess.update(copy.folder(), folder, ARCHETYPE).start(folder.resolve("log" + point));
            Path journal = copy.folder().resolve(".git/serving-update.journal");
            if (point % 4 == 0) {
                Thread.sleep((long) (random.nextDouble() * span[0]));
            } else {
                // While files are written, which is when it matters.
                while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) == 0)) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                Thread.sleep((long) (random.nextDouble() * span[1] * 1.1));
            }
            Command.kill(process);
            if (Files.exists(journal) && Files.size(journal) > 0) {
                halfway++;
            }
            Transaction.begin(Repository.at(copy.folder())).close();
            String state = copy.state();
            assertThat(state.equals(before) || state.equals(after)).as("point %s of seed %s: %s", point, seed, state).isTrue();
            if (state.equals(before)) {
                copy.update(versions, "0.2.0", Map.of());
            }
            assertThat(copy.state()).as("after a second run").isEqualTo(after);
        }
        assertThat(OtherProcess.temporary(folder)).as("the folder of temporary files").isEmptyDirectory();
        assertThat(halfway).as("kills while files were written").isGreaterThan(POINTS / 4);
    }

    /** What was half written, or half taken back, is not the user's: it needs no saving. */
    @Test
    void whatIsEditedSinceIsSaved() throws Exception {
        UserRepository repository = edited(folder.resolve("since"));
        Map<String, String> before = repository.files();
        Path journal = repository.folder().resolve(".git/serving-update.journal");
        Process process = OtherProcess.update(repository.folder(), folder, ARCHETYPE).start(folder.resolve("since.log"));
        while (!Files.exists(journal) || !TextFile.read(journal).contains("git ")) {
            assertThat(process.isAlive()).as("the update runs").isTrue();
            TimeUnit.MILLISECONDS.sleep(1);
        }
        Command.kill(process);
        TextFile.read(journal).lines().filter(line -> line.startsWith("git ")).map(line -> Long.parseLong(line.substring("git ".length())))
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(git -> git.onExit().join()));
        repository.write("Dockerfile", "ours since\n").write("docs/new-page.md", "ours since, too\n")
                .write("README.md", before.get("README.md").split("(?<=shows the server's)")[0]);

        Update.Request dryRun = new Update.Request(null, "0.2.0", Map.of(), true, false);
        assertThatThrownBy(() -> repository.update(versions, dryRun)).isInstanceOf(Refusal.class)
                .hasMessageContaining("an update was killed here, and is taken back now. What was edited since is saved in ")
                .hasMessageEndingWith("serving-update.edited: copy what you want to keep (docs/new-page.md, Dockerfile)");
        assertThat(repository.files()).isEqualTo(before);
        assertThat(repository.text(".git/serving-update.edited/Dockerfile")).isEqualTo("ours since\n");
        assertThat(repository.text(".git/serving-update.edited/docs/new-page.md")).isEqualTo("ours since, too\n");
        repository.update(versions, dryRun);
    }

    /** Milliseconds of a whole run, and of it those in which there is a journal. */
    private long[] timed(UserRepository repository) throws Exception {
        Path journal = repository.folder().resolve(".git/serving-update.journal");
        long started = System.nanoTime();
        Process process = OtherProcess.update(repository.folder(), folder, ARCHETYPE).start(folder.resolve("log"));
        long writes = 0;
        while (process.isAlive()) {
            if (writes == 0 && Files.exists(journal) && Files.size(journal) > 0) {
                writes = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertThat(process.exitValue()).as(TextFile.read(folder.resolve("log"))).isZero();
        return new long[] {(System.nanoTime() - started) / 1_000_000, (System.nanoTime() - writes) / 1_000_000};
    }

    /** One of which git writes each file slowly, with a conflict and a file that is added. */
    private static UserRepository edited(Path path) {
        UserRepository repository = UserRepository.of(path, generated);
        repository.replace("Dockerfile", "--interval=5s", "--interval=7s").commit("ours");
        repository.git("config", "filter.slow.smudge", "sleep 0.02; cat");
        repository.write(".git/info/attributes", "* filter=slow\n");
        return repository;
    }
}
