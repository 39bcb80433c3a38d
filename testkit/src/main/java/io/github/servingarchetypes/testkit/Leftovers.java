package io.github.servingarchetypes.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a template leaves in a generated file when something in it is wrong: a reference that nothing defines, a
 * directive that is not read as one, a file name that is not filled in.
 */
public final class Leftovers {

    /** $name, ${name}, $!name and $!{name}; compose's own variables are in upper case. */
    private static final Pattern REFERENCE = Pattern.compile("\\$!?(?:\\{!?)?([a-z]\\w*)");
    private static final List<Pattern> DIRECTIVES = List.of(
            Pattern.compile("#\\{?(if|elseif|else|end|set|foreach|macro|parse|include|define|evaluate|stop|break|check)\\b"),
            Pattern.compile("#\\[\\[|\\]\\]#"),
            Pattern.compile("^##(?!#)"));
    static final Pattern FILE_NAME_VARIABLE = Pattern.compile("__(?!init__|main__|name__|file__|pycache__|future__)\\w+__");

    private Leftovers() {}

    /**
     * Looks through all files of a repository.
     *
     * @param copied files that no template writes: only their names are looked at
     * @return a line for each left-over, such as {@code Dockerfile:12: ${notServd}}; line 0 is the file's name
     */
    public static List<String> in(GeneratedRepository repository, Predicate<String> copied) {
        List<String> found = new ArrayList<>();
        for (String file : repository.files()) {
            FILE_NAME_VARIABLE.matcher(file).results().forEach(name -> found.add(file + ":0: " + name.group()));
            if (!copied.test(file)) {
                found.addAll(in(file, repository.text(file)));
            }
        }
        return found;
    }

    static List<String> in(String file, String text) {
        List<String> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String place = file + ":" + (i + 1) + ": ";
            String line = lines.get(i);
            REFERENCE.matcher(line).results()
                    .filter(reference -> !isShellVariable(reference.group(1), text))
                    .map(reference -> place + whole(reference, line))
                    .forEach(found::add);
            Stream.concat(DIRECTIVES.stream(), Stream.of(FILE_NAME_VARIABLE))
                    .flatMap(pattern -> pattern.matcher(line).results())
                    .map(other -> place + other.group())
                    .forEach(found::add);
        }
        return found;
    }

    private static String whole(MatchResult reference, String line) {
        boolean closed = reference.group().contains("{") && line.startsWith("}", reference.end());
        return reference.group() + (closed ? "}" : "");
    }

    /** Tells whether a script in the same file sets it: name=, for name in, read name. */
    private static boolean isShellVariable(String name, String text) {
        return Pattern.compile("(?m)(^|[\\s;(])(%1$s=|for %1$s in\\b|read (-\\w+ )*%1$s\\b)".formatted(name)).matcher(text).find();
    }
}
