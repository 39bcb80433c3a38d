package io.github.servingarchetypes.maven.update;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** Updates a generated repository: to another version of its archetype, to another archetype, or to other answers. */
final class Update {

    /**
     * What is asked for.
     *
     * @param archetype null for that of the record; without a version, its newest release is meant
     * @param version null or blank for that of the archetype, or of the record if only answers are given; LATEST for the newest
     * @param answers by property; names that resemble none are ignored
     */
    record Request(Coordinates archetype, String version, Map<String, String> answers, boolean dryRun, boolean allowDowngrade) {}

    /** The version that stands for the newest release. */
    static final String LATEST = "LATEST";

    /** What UpdateMojo takes beside answers. */
    private static final Set<String> PARAMETERS = Set.of("archetype", "archetypeVersion", "dryRun", "allowDowngrade");

    private final Path folder;
    private final Archetypes archetypes;
    private final Consumer<String> log;

    /** @param log gets what the user should read, line by line */
    Update(Path folder, Archetypes archetypes, Consumer<String> log) {
        this.folder = folder;
        this.archetypes = archetypes;
        this.log = log;
    }

    /**
     * Updates.
     *
     * @return what is left to the user
     * @throws Refusal if it cannot be done; nothing is changed then
     */
    Conflicts run(Request request) throws IOException {
        Repository repository = Repository.at(folder);
        try (Transaction transaction = Transaction.begin(repository)) {
            repository.checkClean();
            Record record = repository.record().orElseThrow(() -> new Refusal(
                    Record.FILE + " is not committed here: serving:adopt makes one for a repository that has none"));
            Archetype old = base(record);
            Archetype next = next(record, old, request);
            Set<String> known = new TreeSet<>(PARAMETERS);
            known.addAll(old.properties());
            Misspelt.refuse(request.answers().keySet(), next, known);
            Answers answers = Answers.of(record, old, next, request.answers());
            if (next.coordinates().equals(record.archetype()) && answers.after().equals(record.answers())) {
                log.accept("Nothing to do: " + record.archetype().shortName() + " with these answers is what is here");
                return Conflicts.none();
            }
            Merge.Outcome outcome = merge(repository, transaction.temporary(), record, old, next, answers, request.dryRun());
            log.accept((request.dryRun() ? "Would update " : "Updates ") + record.archetype().shortName() + " to "
                    + next.coordinates());
            answers.changes().forEach(change -> log.accept("  " + change));
            Report.of(outcome, repository.prefix()).forEach(log);
            if (outcome.ownPluginVersion() != null) {
                log.accept("  " + Pom.FILE + " keeps your own version of the plugin, " + outcome.ownPluginVersion());
            }
            if (!request.dryRun()) {
                transaction.apply(outcome);
            }
            return Conflicts.of(outcome, repository.prefix());
        }
    }

    private Archetype base(Record record) {
        refuseSnapshot(record.archetype());
        Archetype old = archetypes.resolve(record.archetype());
        for (String name : record.answers().keySet()) {
            if (!old.has(name)) {
                throw Record.nonsense("'" + name + "' is not asked for by " + record.archetype());
            }
        }
        for (String name : old.properties()) {
            if (!record.answers().containsKey(name)) {
                throw Record.nonsense("no line starts with '" + name + "='");
            }
        }
        try {
            old.check(record.answers());
        } catch (Refusal refusal) {
            throw Record.nonsense(refusal.getMessage());
        }
        return old;
    }

    private Archetype next(Record record, Archetype old, Request request) {
        Coordinates asked = request.archetype() == null ? record.archetype() : request.archetype();
        boolean onlyAnswers = request.archetype() == null && request.answers().keySet().stream().anyMatch(old::has);
        String version = request.version() != null && !request.version().isBlank() ? request.version()
                : onlyAnswers || request.archetype() != null && asked.version() != null ? asked.version() : LATEST;
        if (version.equals(LATEST)) {
            version = archetypes.newestRelease(asked).orElseThrow(() -> new Refusal("there is no release of " + asked.withVersion(null)));
            // A repository may be ahead of what is published here.
            if (asked.isSameArchetypeAs(record.archetype()) && isOlder(version, record.archetype().version())) {
                version = record.archetype().version();
            }
        }
        Coordinates next = asked.withVersion(version);
        refuseSnapshot(next);
        if (next.isSameArchetypeAs(record.archetype()) && isOlder(version, record.archetype().version()) && !request.allowDowngrade()) {
            throw new Refusal("archetypeVersion '" + version + "': is older than " + record.archetype().version()
                    + ", which is here; -DallowDowngrade goes back");
        }
        return next.equals(record.archetype()) ? old : archetypes.resolve(next);
    }

    private static boolean isOlder(String version, String other) {
        return new ComparableVersion(version).compareTo(new ComparableVersion(other)) < 0;
    }

    private static void refuseSnapshot(Coordinates archetype) {
        if (archetype.isSnapshot()) {
            throw new Refusal("archetype '" + archetype + "': a SNAPSHOT changes, so no update could tell what is yours;"
                    + " release it first. A repository that was made by one: delete " + Record.FILE + ", commit, and run"
                    + " mvn serving:adopt -Darchetype=" + archetype.groupId() + ":" + archetype.artifactId() + ":RELEASE");
        }
    }

    private Merge.Outcome merge(Repository repository, Path temporary, Record record, Archetype old, Archetype next,
            Answers answers, boolean dryRun) throws IOException {
        Merge merge = new Merge(repository, temporary, !dryRun);
        TreeMap<String, Git.Entry> head = merge.head();
        TreeMap<String, Git.Entry> yours = new TreeMap<>(head);
        yours.keySet().removeIf(path -> !path.startsWith(repository.prefix()));

        Layout byAnswers = Layout.ofAnswers(old, answers.before(), next, answers.after()).below(repository.prefix());
        LineEnds lineEnds = LineEnds.of(repository);
        Path before = render(old, record.answers(), temporary.resolve("before"));
        lineEnds.bringTo(before, path -> path);
        Path now = render(next, answers.after(), temporary.resolve("now"));
        lineEnds.bringTo(now, byAnswers.back(repository.prefix()));

        TreeMap<String, Git.Entry> generatedBefore = byAnswers.of(merge.files(before));
        TreeMap<String, Git.Entry> generatedNow = merge.files(now);
        yours = byAnswers.of(yours);
        Layout byUser = Layout.ofUser(old, answers.after(), repository.prefix(), generatedBefore, yours);
        return merge.merge(head, yours, byUser.of(generatedBefore), byUser.of(generatedNow), next.coordinates().shortName());
    }

    private Path render(Archetype archetype, Map<String, String> answers, Path parent) throws IOException {
        return render(archetypes, archetype, answers, Files.createDirectories(parent));
    }

    /** Renders a repository that has a record, whether a template writes one or not. */
    static Path render(Archetypes archetypes, Archetype archetype, Map<String, String> answers, Path parent) throws IOException {
        Path rendered = archetypes.render(archetype, answers, parent);
        Path file = rendered.resolve(Record.FILE);
        String template = Files.exists(file) ? Files.readString(file) : "# What this repository was generated from.\n";
        Files.writeString(file, new Record(archetype.coordinates(), answers).writtenOver(template));
        return rendered;
    }

    static void deleteTree(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                path.toFile().setWritable(true);
                Files.delete(path);
            }
        }
    }
}
