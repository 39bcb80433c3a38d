package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checks of shared/checks.vm that a runtime has, in their order. */
public final class Checks {

    private static final Pattern SET = Pattern.compile("#set\\(\\$(\\w+) = \"(.*)\"\\)");
    private static final Pattern CHECK =
            Pattern.compile("#check\\(\"(\\w+)\" \\$\\{\\w+} (\"[^\"]*\"|\\$\\w+) (\"[^\"]*\"|\\$\\w+)\\)");
    private static final Pattern OF_A_RUNTIME = Pattern.compile("#(?:else)?if\\(\\$runtime == \"(\\w+)\"\\)");

    /**
     * One check.
     *
     * @param line as it stands in the file
     * @param pattern that right answers match; with ${...} where it depends on other answers
     * @param allowed what the message says must be
     */
    public record Check(String line, String property, String pattern, String allowed) {}

    private final List<Check> all;

    private Checks(List<Check> all) {
        this.all = all;
    }

    /** @param runtime mlserver, triton or seldon */
    public static Checks of(String runtime) {
        Map<String, String> texts = new HashMap<>();
        List<Check> checks = new ArrayList<>();
        int depth = 0;
        boolean ours = true;   // inside an #if on the runtime: whether this branch is the runtime's
        boolean taken = false;
        for (String line : lines(Path.of("..", "shared", "checks.vm"))) {
            Matcher matcher;
            if ((matcher = OF_A_RUNTIME.matcher(line)).matches()) {
                depth = line.startsWith("#if") ? depth + 1 : depth;
                taken = line.startsWith("#elseif") && (taken || ours);
                ours = matcher.group(1).equals(runtime);
            } else if (line.equals("#else") && depth == 1) {   // the last of the three
                ours = !taken && !ours;
            } else if (line.startsWith("#if") || line.startsWith("#macro")) {
                depth++;
            } else if (line.startsWith("#end")) {
                depth--;
                ours = ours || depth == 0;
                taken = taken && depth > 0;
            } else if ((matcher = SET.matcher(line)).matches()) {
                String text = matcher.group(2);
                for (Map.Entry<String, String> known : texts.entrySet()) {
                    text = text.replace("${" + known.getKey() + "}", known.getValue());
                }
                texts.put(matcher.group(1), text);
            } else if (ours && (matcher = CHECK.matcher(line)).matches()) {
                checks.add(new Check(line, matcher.group(1), text(texts, matcher.group(2)), text(texts, matcher.group(3))));
            } else {
                assertThat(!ours || !line.startsWith("#check(\"")).as("a check that is read: %s", line).isTrue();
            }
        }
        assertThat(checks).as("checks for %s in shared/checks.vm", runtime).hasSizeGreaterThan(10);
        return new Checks(checks);
    }

    public List<Check> all() {
        return all;
    }

    /** Those of a property, in their order; fails if there is none. */
    public List<Check> forProperty(String property) {
        List<Check> checks = all.stream().filter(check -> check.property().equals(property)).toList();
        assertThat(checks).as("checks of %s in shared/checks.vm", property).isNotEmpty();
        return checks;
    }

    private static String text(Map<String, String> texts, String argument) {
        return argument.startsWith("$") ? texts.get(argument.substring(1)) : argument.substring(1, argument.length() - 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
