package io.github.servingarchetypes.maven.overlay;

import io.github.servingarchetypes.maven.Coordinates;
import io.github.servingarchetypes.maven.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays a team's files over an archetype, its original, and writes the content of the team's archetype. The original's
 * own files that are overridden stay in the jar, so that an override can include them.
 */
final class Overlay {

    /** Where an archetype's templates of the generated files are. */
    static final String FILES = "archetype-resources/";
    /** How an override includes what it overrides: "/upstream/" and the path. */
    private static final String UPSTREAM = "upstream/";
    private static final String CHECKS = "checks.vm";
    private static final String ARCHETYPE = "shared/archetype.vm";
    private static final String OWN_PROPERTIES = "shared/maven/own-properties.vm";
    private static final String POM = FILES + "pom.xml";
    /** Sets the variables; pom.xml includes it, which Maven fills in first. */
    private static final String VARIABLES = "runtime.vm";
    /** Velocity leaves out what is deeper (directive.parse.max_depth), and Maven still ends well. */
    private static final int DEEPEST = 10;
    private static final String ORGANISATION = "src/main/" + Organisation.FILE;
    private static final List<String> NAMES = List.of(Organisation.FILE, "resources", Overridden.FOLDER);
    private static final String RESOURCES = "src/main/resources";
    private static final Map<String, String> NOT_TO_OVERRIDE = Map.of(
            Descriptor.ENTRY, "say it in " + Organisation.FILE,
            CHECKS, "<property> of " + Organisation.FILE + " adds a check",
            ARCHETYPE, "the build writes it",
            OWN_PROPERTIES, "the build writes it");
    /** Answers that Maven itself needs from whoever generates. */
    private static final Set<String> NOT_TO_FIX = Set.of("groupId", "version", "package");
    /** Options of archetype:generate and of Maven, which a property of that name would take its value from. */
    private static final Set<String> OPTIONS = Set.of("archetypeArtifactId", "archetypeCatalog", "archetypeGroupId",
            "archetypeVersion", "askForDefaultPropertyValues", "basedir", "filter", "goals", "interactiveMode", "localRepository",
            "outputDirectory", "packageInPathFormat", "user", "settings", "foreach", "velocityCount", "template", "macro");
    /** A variable in the name of a generated file, but not Python's own names. */
    private static final Pattern NAME_IN_PATH = Pattern.compile("__(?!(?:init|main|pycache)__)([a-z][A-Za-z0-9]*)__");
    private static final Pattern PIN = Pattern.compile("(?!filesWith)\\w+(Version|Image|Pin)");
    private static final Pattern PIN_LINE = Pattern.compile("(?m)^#set\\(\\$(\\w+) = \"([^\"\\n]*)\"\\)$");
    private static final List<String> PIN_FILES = List.of("shared/versions.vm", VARIABLES);

    private final Entries original;
    private final Coordinates from;
    private final Coordinates team;
    private final Descriptor descriptor;
    private final Organisation organisation;
    private final Entries own = new Entries();
    private final Map<String, Path> files = new HashMap<>();
    private final Entries result = new Entries();
    private final Overridden overridden;
    private final Path cases;
    private final Consumer<String> log;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Set<String> reached = new LinkedHashSet<>();
    private final Set<String> asTheyAre = new LinkedHashSet<>();

    /**
     * Reads all that is laid together.
     *
     * @param original the original's jar
     * @param layers the folders of the team's modules, the parent's first: what is in a later one replaces what is in an
     *     earlier one
     * @param overridden the folder that remembers what is overridden
     * @param log told what each file of the team does
     */
    Overlay(Path original, Coordinates from, Coordinates team, List<Path> layers, Path overridden, Consumer<String> log) {
        this.original = Entries.ofJar(original);
        this.from = from;
        this.team = team;
        this.log = log;
        if (!this.original.has(Descriptor.ENTRY) || !this.original.has(CHECKS) || !this.original.has(ARCHETYPE)) {
            throw new Refusal(from + " is no archetype for serving models: it has no " + CHECKS + " or " + ARCHETYPE);
        }
        this.descriptor = Descriptor.of(this.original.get(Descriptor.ENTRY));
        List<Organisation> organisations = new ArrayList<>();
        for (Path layer : layers) {
            requireNames(layer);
            if (Files.exists(layer.resolve(ORGANISATION))) {
                organisations.add(Organisation.read(layer.resolve(ORGANISATION)));
            }
            Entries entries = Entries.ofFolder(layer.resolve(RESOURCES));
            own.putAll(entries);
            entries.paths().forEach(path -> files.put(path, layer.resolve(RESOURCES).resolve(path)));
        }
        this.organisation = Organisation.join(organisations);
        this.overridden = new Overridden(overridden);
        this.cases = layers.get(layers.size() - 1).resolve("src/it");
    }

    /** Refuses what nothing reads: a misspelt folder or organisation.xml would be left out in silence. */
    private static void requireNames(Path layer) {
        if (Files.exists(layer.resolve(Organisation.FILE))) {
            throw new Place(layer.resolve(Organisation.FILE), 0).refuse("move it to %s", ORGANISATION);
        }
        Path main = layer.resolve("src/main");
        if (Files.isDirectory(main)) {
            try (Stream<Path> all = Files.list(main)) {
                all.filter(path -> !path.getFileName().toString().startsWith(".")).filter(path -> !NAMES.contains(path.getFileName().toString()))
                        .sorted().findFirst().ifPresent(path -> {
                            throw new Place(path, 0).refuse("nothing reads it: src/main has %s", String.join(", ", NAMES));
                        });
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }

    /**
     * Builds the team's archetype.
     *
     * @param classes the folder whose content goes into the jar; what is in it is deleted
     * @param accept whether a changed original is right: the copies in the folder of what is overridden are written anew
     * @throws Refusal if something is wrong; then neither folder has changed
     */
    void write(Path classes, boolean accept) {
        result.putAll(original);
        own.stream().sorted().forEach(this::lay);
        files.keySet().forEach(this::requireRoom);
        pins();
        answers();
        coordinates();
        read();
        followIncludes(accept);
        checkUses();
        checkAnswers();
        if (!overridden.changes().isEmpty() && !accept) {
            throw new Refusal("what these files override is not the same in " + from + " any more:\n\n" + overridden.changes()
                    + "\n\nChange the files if they need it. Then accept the new version: mvn process-resources -Doverlay.accept");
        }
        result.put(Descriptor.ENTRY, descriptor.bytes());
        result.writeTo(classes);
        if (overridden.isNews()) {
            log.accept("remembers what is overridden: commit src/main/" + Overridden.FOLDER);
        }
        overridden.write();
    }

    /** Refuses a case of the tests with another answer: it would be generated with the fixed one, and fail. */
    private void requireNoOtherCase(Organisation.Setting fixed) {
        if (!Files.isDirectory(cases)) {
            return;
        }
        try (Stream<Path> all = Files.list(cases)) {
            for (Path file : all.map(folder -> folder.resolve("test.properties")).filter(Files::exists).sorted().toList()) {
                Properties answers = new Properties();
                try (Reader reader = Files.newBufferedReader(file)) {
                    answers.load(reader);
                }
                String answer = answers.getProperty(fixed.name(), fixed.value());
                if (!answer.equals(fixed.value())) {
                    throw new Place(file, 0).refuse("%s=%s is not the fixed answer, %s, of %s: delete this case",
                            fixed.name(), answer, fixed.value(), fixed.place());
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Puts a file of the team into its place. */
    private void lay(String path) {
        Place place = place(path, 0);
        if (NOT_TO_OVERRIDE.containsKey(path)) {
            throw place.refuse("this file cannot be overridden: %s", NOT_TO_OVERRIDE.get(path));
        }
        if (path.startsWith(UPSTREAM)) {
            throw place.refuse("%s is where the original's files are: use another folder", UPSTREAM);
        }
        boolean generated = path.startsWith(FILES);
        if (original.has(path)) {
            boolean template = !generated || descriptor.isFiltered(path.substring(FILES.length()));
            if (!template && Template.hasDirectives(own.text(path))) {
                throw place.refuse("%s copies this file as it is, so #parse and #include would be written literally", from.artifactId());
            }
            result.put(UPSTREAM + from.groupId() + "/" + from.artifactId() + "/" + path, original.get(path));
            if (template) {
                result.put(path, wrapped(path));
            } else {
                result.put(path, own.get(path));
                descriptor.addFile(path.substring(FILES.length()), false);   // the contracts know it by this as the team's
            }
            overridden.add(path, original);
            log.accept((Template.isHook(original.text(path)) ? "fills " : "overrides ") + path);
        } else if (generated && path.endsWith(".vm")) {
            String file = path.substring(FILES.length(), path.length() - ".vm".length());
            if (original.has(FILES + file)) {
                throw place.refuse("%s is in %s already: to override it, leave out .vm", file, from.artifactId());
            }
            result.put(FILES + file, wrapped(path));
            files.put(FILES + file, files.get(path));
            descriptor.addFile(file, true);
            log.accept("adds " + file + ", filled in");
        } else if (generated) {
            if (own.has(path + ".vm")) {
                throw place.refuse("%s.vm is this file, too", path);
            }
            result.put(path, own.get(path));
            descriptor.addFile(path.substring(FILES.length()), false);
            log.accept("adds " + path.substring(FILES.length()));
        } else {
            result.put(path, wrapped(path));   // a section of the team's; followIncludes finds one that nothing includes
        }
    }

    /** Refuses a file where there is a folder, and one in a folder where there is a file. */
    private void requireRoom(String path) {
        result.stream().filter(other -> other.startsWith(path + "/")).findFirst().ifPresent(other -> {
            throw place(path, 0).refuse("this is a folder, with %s: choose another name", where(other));
        });
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (result.has(folder)) {
                throw place(path, 0).refuse("its folder is a file, %s: choose another name", where(folder));
            }
        }
    }

    private String where(String path) {
        return isOwn(path) ? place(path, 0).toString() : path + " of " + from.artifactId();
    }

    /** Returns a template with "/upstream/" as the folder of this original: each archetype above another has its own. */
    private String wrapped(String path) {
        own.lineThatIsNotUtf8(path).ifPresent(line -> {
            throw place(path, line).refuse("a template must be UTF-8, and this line is not");
        });
        String text = own.text(path).replaceAll("([\"'])/" + UPSTREAM,
                "$1" + Matcher.quoteReplacement("/" + UPSTREAM + from.groupId() + "/" + from.artifactId() + "/"));
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    /** Sets the pins. */
    private void pins() {
        Map<String, String> known = new LinkedHashMap<>();
        for (String file : PIN_FILES.stream().filter(result::has).toList()) {
            PIN_LINE.matcher(result.text(file)).results().filter(line -> PIN.matcher(line.group(1)).matches())
                    .forEach(line -> known.put(line.group(1), file));
        }
        for (Organisation.Setting pin : organisation.pins()) {
            String file = known.get(pin.name());
            if (file == null) {
                throw pin.place().refuse("%s has no pin '%s'; it has %s", from.artifactId(), pin.name(), String.join(", ", new TreeSet<>(known.keySet())));
            }
            Pattern line = Pattern.compile("(?m)^#set\\(\\$" + pin.name() + " = \"[^\"\\n]*\"\\)$");
            result.put(file, line.matcher(result.text(file))
                    .replaceAll(Matcher.quoteReplacement("#set($" + pin.name() + " = \"" + pin.value() + "\")")));
            log.accept("pins " + pin.name() + " to " + pin.value());
        }
    }

    /** Changes what Maven asks for and what is checked. */
    private void answers() {
        List<String> builtIn = descriptor.properties();
        String oldChecks = original.text(CHECKS);
        Map<String, String> plain = new LinkedHashMap<>();
        for (String name : List.of("groupId", "version")) {
            String value = descriptor.defaultOf(name);
            if (value == null || !value.contains(oldChecks)) {
                throw new Refusal("the default of " + name + " in " + from + " does not hold the checks of " + CHECKS);
            }
            plain.put(name, value.substring(value.lastIndexOf('\n') + 1));
        }
        for (Organisation.Setting setting : organisation.defaults()) {
            requireBuiltIn(setting, builtIn);
            if (setting.name().equals("artifactId")) {
                throw setting.place().refuse("artifactId names each repository, so it has no default");
            }
            if (plain.containsKey(setting.name())) {
                plain.put(setting.name(), setting.value());
            } else {
                descriptor.setDefault(setting.name(), setting.value());
            }
        }
        StringBuilder fixed = new StringBuilder();
        for (Organisation.Setting setting : organisation.fixed()) {
            requireBuiltIn(setting, builtIn);
            if (setting.name().equals("artifactId")) {
                throw setting.place().refuse("artifactId names each repository, so it has no fixed answer");
            }
            if (NOT_TO_FIX.contains(setting.name())) {
                throw setting.place().refuse("Maven needs an answer for %s: use <default>", setting.name());
            }
            requireNoOtherCase(setting);
            descriptor.remove(setting.name());
            // archetype:generate passes on no property that the descriptor lacks, but whatever else renders might.
            fixed.append("#check(\"%1$s\" ${%1$s} '%2$s' '%3$s, the answer of %4$s')\n#set($%1$s = '%3$s')\n".formatted(
                    setting.name(), Pattern.quote(setting.value()), setting.value(), team.groupId()));
        }
        StringBuilder added = new StringBuilder();
        StringBuilder recorded = new StringBuilder();
        for (Organisation.Property property : organisation.properties()) {
            if (builtIn.contains(property.name())) {
                throw property.place().refuse("%s has a property %s already: give it a <default> or a <fixed> answer", from.artifactId(), property.name());
            }
            if (OPTIONS.contains(property.name())) {
                throw property.place().refuse("%s is an option of Maven: choose another name", property.name());
            }
            descriptor.add(property.name(), property.defaultValue(), property.pattern());
            added.append("#check(\"%1$s\" ${%1$s} '%2$s' '%3$s')\n".formatted(
                    property.name(), property.pattern().replace("'", "''"), property.allowed().replace("'", "''")));
            recorded.append("%1$s=${%1$s}\n".formatted(property.name()));
        }
        String checks = insertBefore("#set(", fixed.toString(), insertBefore("#check(\"groupId\"", added.toString(), oldChecks));
        result.put(CHECKS, checks);
        for (String name : plain.keySet()) {
            String value = descriptor.defaultOf(name).replace(oldChecks, checks);
            descriptor.setDefault(name, value.substring(0, value.lastIndexOf('\n') + 1) + plain.get(name));
        }
        if (!recorded.isEmpty()) {
            if (!original.has(OWN_PROPERTIES)) {
                throw organisation.properties().get(0).place().refuse("%s cannot record a property of yours: it has no %s", from, OWN_PROPERTIES);
            }
            result.put(OWN_PROPERTIES, original.text(OWN_PROPERTIES) + recorded);
        }
    }

    private void requireBuiltIn(Organisation.Setting setting, List<String> builtIn) {
        if (!builtIn.contains(setting.name())) {
            throw setting.place().refuse("%s has no property '%s'; it has %s", from.artifactId(), setting.name(), String.join(", ", builtIn));
        }
        String pattern = descriptor.patternOf(setting.name());
        if (pattern != null && !setting.value().matches(pattern)) {
            throw setting.place().refuse("%s '%s' does not match the property's pattern, %s", setting.name(), setting.value(), pattern);
        }
    }

    private static String insertBefore(String beginning, String lines, String text) {
        int at = text.indexOf("\n" + beginning) + 1;
        if (at == 0) {
            throw new Refusal(CHECKS + " of the original has no line that begins with " + beginning);
        }
        return text.substring(0, at) + lines + text.substring(at);
    }

    /** Has the generated repositories record the team's archetype. */
    private void coordinates() {
        descriptor.rename(team.artifactId());
        String text = original.text(ARCHETYPE);
        for (Map.Entry<String, String> coordinate : Map.of("archetypeGroupId", team.groupId(),
                "archetypeArtifactId", team.artifactId(), "archetypeVersion", team.version()).entrySet()) {
            String changed = text.replaceFirst("(?m)^#set\\(\\$" + coordinate.getKey() + " = \"[^\"]*\"\\)$",
                    Matcher.quoteReplacement("#set($" + coordinate.getKey() + " = \"" + coordinate.getValue() + "\")"));
            if (!text.contains(coordinate.getKey())) {
                throw new Refusal(ARCHETYPE + " of " + from + " does not set " + coordinate.getKey());
            }
            text = changed;
        }
        result.put(ARCHETYPE, text);
    }

    /** Reads every template of the team's archetype. */
    private void read() {
        for (String path : result.paths()) {
            boolean template = path.startsWith(FILES)
                    ? descriptor.isFiltered(path.substring(FILES.length()))
                    : path.startsWith(UPSTREAM) || path.endsWith(".vm") || isIncluded(path);
            if (template) {
                try {
                    templates.put(path, Template.read(path, result.text(path)));
                } catch (Refusal error) {
                    String[] parts = error.getMessage().split(": ", 2);
                    if (files.containsKey(path)) {
                        throw place(path, Integer.parseInt(parts[0])).refuse("%s", parts[1]);
                    }
                    if (path.endsWith(".vm") || path.startsWith(FILES)) {
                        throw new Refusal(path + ":" + error.getMessage());
                    }
                }
            }
        }
    }

    /** Templates of other kinds of files, such as model.py, stand outside archetype-resources, too. */
    private boolean isIncluded(String path) {
        return !path.startsWith("META-INF/") && path.matches(".*\\.(py|md|json|ya?ml|xml|txt|toml|ini|sh)");
    }

    /** Follows each #parse and #include from the generated files on. */
    private void followIncludes(boolean accept) {
        for (String path : templates.keySet()) {
            if (path.startsWith(FILES)) {
                follow(path, List.of());
            }
        }
        if (isOwn(POM) && !reached.contains(VARIABLES)) {
            throw place(POM, 0).refuse("it sets no variables for the other files: begin it with #parse(\"/%s\"),"
                    + " or take in what it overrides with #parse(\"/%s%s\")", VARIABLES, UPSTREAM, POM);
        }
        List<String> unused = own.stream().filter(path -> path.startsWith(FILES) ? isGone(path) && !accept : !reached.contains(path))
                .map(this::whyUnused).flatMap(Optional::stream).map(Refusal::getMessage).toList();
        if (!unused.isEmpty()) {
            throw new Refusal(String.join("\n", unused));   // all: the next version may have renamed several
        }
    }

    /** Says why a section of the team's does nothing. */
    private Optional<Refusal> whyUnused(String path) {
        if (asTheyAre.contains(path)) {
            return Template.hasDirectives(own.text(path))
                    ? Optional.of(place(path, 0).refuse("it is included as it is, so #parse and #include would be written literally"))
                    : Optional.empty();
        }
        if (original.has(path)) {
            return Optional.of(place(path, 0).refuse("no template of %s includes it%s", from,
                    overridden.had(path) ? " any more: delete it, or move what it does" : ""));
        }
        if (path.equals(Organisation.FILE)) {
            return Optional.of(place(path, 0).refuse("move it to %s", ORGANISATION));
        }
        if (isGone(path)) {
            return Optional.of(place(path, 0).refuse("%s has no %s any more%s", from, path,
                    overridden.newNameOf(path, original).map(name -> "; it is like " + name + " now: move your file there")
                            .orElse(": delete your file, or move what it does"
                                    + (path.startsWith(FILES) ? ". To keep it as a file of your own: mvn process-resources -Doverlay.accept" : ""))));
        }
        return Optional.of(place(path, 0).refuse("it overrides nothing, and no template includes it. %s has %s", from, nearest(path)));
    }

    private boolean isGone(String path) {
        return overridden.had(path) && !original.has(path);
    }

    private void follow(String path, List<String> above) {
        List<String> chain = Stream.concat(above.stream(), Stream.of(path)).toList();
        if (above.contains(path)) {
            throw place(path, 0).refuse("it includes itself: %s. To include what it overrides, write #parse(\"/upstream/%s\")",
                    String.join(" > ", chain), path);
        }
        if (chain.size() > DEEPEST) {
            throw new Refusal(above.stream().filter(files::containsKey).reduce((one, other) -> other).map(file -> place(file, 0).toString()).orElse(path)
                    + ": Velocity includes templates no deeper than " + DEEPEST + " and leaves out the rest: " + String.join(" > ", chain));
        }
        reached.add(path);
        Template template = templates.get(path);
        if (template == null) {
            return;
        }
        for (Template.Target target : template.targets()) {
            if (target.path().startsWith("/INVALID ")) {
                continue;
            }
            if (!target.path().startsWith("/") && isOwn(path)) {
                throw place(path, target.line()).refuse("write #parse(\"/%s\"): the first slash is the jar's root", target.path());
            }
            List<String> found = result.stream().filter(target::mayBe).toList();
            if (found.isEmpty() && isOwn(path)) {
                String mangled = UPSTREAM + from.groupId() + "/" + from.artifactId() + "/";
                if (target.path().startsWith("/" + mangled)) {
                    String wrapped = target.path().substring(mangled.length() + 1);
                    throw place(path, target.line()).refuse("there is no /%s%s: %s", UPSTREAM, wrapped, original.has(wrapped)
                            ? "no file of yours overrides it, so write #parse(\"/" + wrapped + "\")"
                            : from + " has no " + wrapped + ", but " + nearest(wrapped));
                }
                throw place(path, target.line()).refuse("there is no %s. Whoever generates would get that file of their disk, or an error%s",
                        target.path(), target.path().startsWith("/" + UPSTREAM) ? "" : "; did you mean " + nearest(target.path().substring(1)) + "?");
            }
            for (String entry : found) {
                if (target.parsed()) {
                    follow(entry, chain);
                } else {
                    asTheyAre.add(entry);
                }
            }
        }
    }

    private boolean isOwn(String path) {
        return files.containsKey(path);
    }

    /** Finds properties that nothing uses, and variables that nothing sets. */
    private void checkUses() {
        Set<String> known = new HashSet<>(descriptor.properties());
        organisation.fixed().forEach(setting -> known.add(setting.name()));
        known.addAll(OPTIONS);
        known.remove("user");
        templates.values().forEach(template -> known.addAll(template.defined()));
        Set<String> macros = new HashSet<>(Template.DIRECTIVES);
        templates.values().forEach(template -> macros.addAll(template.macros()));
        Set<String> variables = new HashSet<>();
        templates.values().stream().filter(template -> !isOwn(template.name())).forEach(template -> variables.addAll(template.defined()));
        for (Organisation.Property property : organisation.properties()) {
            if (variables.contains(property.name())) {
                throw property.place().refuse("templates of %s set a variable %s, which would hide the property: choose another name",
                        from.artifactId(), property.name());
            }
            boolean used = templates.values().stream().filter(template -> !template.name().equals(OWN_PROPERTIES) && !template.name().equals(CHECKS))
                    .anyMatch(template -> template.references().stream().anyMatch(reference -> reference.name().equals(property.name())))
                    || result.stream().anyMatch(path -> path.contains("__" + property.name() + "__"));
            if (!used) {
                throw property.place().refuse("no template uses the property: write ${%s} into one", property.name());
            }
        }
        for (Template template : templates.values()) {
            if (isOwn(template.name())) {
                for (Template.Reference reference : template.references()) {
                    if (!known.contains(reference.name()) && !isShellVariable(reference.name(), result.text(template.name()))) {
                        throw place(template.name(), reference.line()).refuse("%s has no property or variable '%s'."
                                + " If it is not for Velocity, write #[[${%2$s}]]#", from, reference.name());
                    }
                }
                for (Template.Reference call : template.calls()) {
                    if (!macros.contains(call.name())) {
                        throw place(template.name(), call.line()).refuse("Velocity has no directive #%s, so the line would be written literally."
                                + " If it is not for Velocity, write #[[#%1$s]]#", call.name());
                    }
                }
            }
        }
        for (String path : files.keySet()) {
            NAME_IN_PATH.matcher(path).results().map(found -> found.group(1)).filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
                throw place(path, 0).refuse("%s has no property or variable '%s', so __%2$s__ would stay in the file's name", from, name);
            });
        }
        organisation.pins().forEach(pin -> read(pin).references().stream()
                .filter(reference -> !known.contains(reference.name())).findFirst().ifPresent(reference -> {
                    throw pin.place().refuse("%s has no property or variable '%s'", from, reference.name());
                }));
    }

    private static Template read(Organisation.Setting pin) {
        try {
            return Template.read(pin.name(), pin.value());
        } catch (Refusal error) {
            throw pin.place().refuse("%s '%s': %s", pin.name(), pin.value(), error.getMessage().split(": ", 2)[1]);
        }
    }

    /** Tells whether a script in the same file sets it. */
    private static boolean isShellVariable(String name, String text) {
        return Pattern.compile("(?m)(^|[\\s;(])(%1$s=|for %1$s in\\b|read (-\\w+ )*%1$s\\b)".formatted(name)).matcher(text).find();
    }

    /** Asks the checks about the defaults: what the patterns allow one by one may be wrong together. */
    private void checkAnswers() {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String name : descriptor.properties()) {
            String value = descriptor.defaultOf(name);
            answers.put(name, value == null ? "my-models" : value.substring(value.lastIndexOf('\n') + 1));
        }
        Checks.refusalOf(result.text(CHECKS), answers).ifPresent(refusal -> {
            Place place = Stream.of(organisation.defaults(), organisation.fixed()).flatMap(List::stream)
                    .filter(setting -> setting.name().equals(refusal.property())).map(Organisation.Setting::place)
                    .findFirst()
                    .or(() -> Stream.of(organisation.defaults(), organisation.fixed()).flatMap(List::stream)
                            .map(Organisation.Setting::place).findFirst())
                    .orElse(null);
            String message = "the defaults are refused: " + refusal.message();
            throw place == null ? new Refusal(message) : place.refuse("%s", message);
        });
    }

    private String nearest(String path) {
        String name = path.replaceFirst(".*/", "");
        return original.stream().filter(entry -> !entry.startsWith("META-INF/"))
                .min(Comparator.comparingInt((String entry) -> distance(entry.replaceFirst(".*/", ""), name))
                        .thenComparingInt(entry -> distance(entry, path))).orElseThrow();
    }

    /** Returns how many letters have to be put in, taken out or replaced. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int cost = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private Place place(String path, int line) {
        return new Place(files.getOrDefault(path, Path.of(path)), line);
    }
}
