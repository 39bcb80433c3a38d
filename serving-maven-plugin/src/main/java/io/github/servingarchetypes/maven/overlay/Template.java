package io.github.servingarchetypes.maven.overlay;

import io.github.servingarchetypes.maven.Refusal;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.Node;
import org.slf4j.helpers.NOPLogger;

/**
 * A template as Velocity reads it.
 *
 * @param targets what it includes
 * @param references the variables that it uses
 * @param defined the variables that it defines
 * @param calls the directives and macros that its lines begin with
 * @param macros those that it defines
 */
record Template(String name, List<Target> targets, List<Reference> references, Set<String> defined, List<Reference> calls, Set<String> macros) {

    /** Velocity's own. */
    static final Set<String> DIRECTIVES = Set.of("if", "elseif", "set", "foreach", "parse", "include", "macro", "evaluate", "define", "stop", "break");

    /**
     * A file that is included.
     *
     * @param path as written, from the jar's root; variables may be part of it
     * @param parsed whether it is a template itself (#parse) or a text (#include)
     */
    record Target(int line, String path, boolean parsed) {

        /** Tells whether it may mean an entry of the jar; each variable stands for any text. */
        boolean mayBe(String entry) {
            Matcher variable = Pattern.compile("\\$!?(\\{!?\\w+\\}|\\w+)").matcher(path.replaceFirst("^/", ""));
            StringBuilder pattern = new StringBuilder();
            int end = 0;
            while (variable.find()) {
                pattern.append(Pattern.quote(path.replaceFirst("^/", "").substring(end, variable.start()))).append(".*");
                end = variable.end();
            }
            pattern.append(Pattern.quote(path.replaceFirst("^/", "").substring(end)));
            return entry.matches(pattern.toString());
        }
    }

    /** A use of a variable, a directive or a macro. */
    record Reference(int line, String name) {}

    private static final Pattern REFERENCE = Pattern.compile("\\$!?(?:\\{!?)?([a-z]\\w*)");
    private static final Pattern DEFINITION = Pattern.compile("#(?:set|foreach|define)\\s*\\(\\s*\\$!?\\{?(\\w+)|#macro\\s*\\(([^)]*)\\)");
    private static final Pattern CALL = Pattern.compile("(?m)^\\h*#\\{?([A-Za-z]\\w*)\\}?\\h*\\(");
    private static final Pattern MACRO = Pattern.compile("#macro\\s*\\(\\s*(\\w+)");
    private static final Pattern LEXICAL = Pattern.compile(".*Lexical error at line (\\d+), column \\d+\\.\\s+Encountered: (.*?)( \\(in lexical state \\d+\\))?\\.?");
    private static final RuntimeInstance VELOCITY = new RuntimeInstance();

    static {
        VELOCITY.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);   // the refusal says it all
    }

    /** Reads a template. @throws Refusal if Velocity cannot read it; the message begins with the line */
    static Template read(String name, String text) {
        List<Target> targets = new ArrayList<>();
        try {
            org.apache.velocity.Template template = new org.apache.velocity.Template();
            template.setName(name);
            synchronized (VELOCITY) {
                collect(VELOCITY.parse(new StringReader(text), template), targets);
            }
        } catch (ParseException error) {
            int line = error.currentToken == null ? 0 : error.currentToken.next.beginLine;
            String why = error.getMessage().lines().findFirst().orElse("").replaceAll(" at \\S+\\[.*", "");
            Matcher lexical = LEXICAL.matcher(why);
            if (lexical.matches()) {
                line = Integer.parseInt(lexical.group(1));
                why = "Encountered " + lexical.group(2);
            }
            why = why.replaceAll("\"\\\\u001c\"|\"?<EOF>\"?", "the end of the file").replace("\\u001c", "");   // Velocity's own marks of it
            throw new Refusal(Math.min(line, text.lines().count()) + ": Velocity cannot read it: " + why
                    + ". What is not for Velocity stands between #[[ and ]]#");
        }
        String code = blanked(text);
        List<Reference> references = new ArrayList<>();
        REFERENCE.matcher(code).results().forEach((MatchResult found) ->
                references.add(new Reference(lineOf(code, found.start()), found.group(1))));
        Set<String> defined = new LinkedHashSet<>();
        DEFINITION.matcher(code).results().forEach(found -> {
            if (found.group(1) != null) {
                defined.add(found.group(1));
            } else {
                Pattern.compile("\\$(\\w+)").matcher(found.group(2)).results().forEach(argument -> defined.add(argument.group(1)));
            }
        });
        List<Reference> calls = CALL.matcher(code).results().map(found -> new Reference(lineOf(code, found.start(1)), found.group(1))).toList();
        Set<String> macros = MACRO.matcher(code).results().map(found -> found.group(1)).collect(Collectors.toSet());
        return new Template(name, targets, references, defined, calls, macros);
    }

    /** Tells whether a template is a hook: it has nothing but comments, so nothing of it is generated. */
    static boolean isHook(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.startsWith("##"));
    }

    /** Tells whether a text that Velocity does not fill in has directives all the same. */
    static boolean hasDirectives(String text) {
        return text.contains("#parse(") || text.contains("#include(");
    }

    private static void collect(Node node, List<Target> targets) {
        if (node instanceof ASTDirective directive
                && (directive.getDirectiveName().equals("parse") || directive.getDirectiveName().equals("include"))) {
            for (int i = 0; i < node.jjtGetNumChildren(); i++) {
                String literal = node.jjtGetChild(i).literal();
                targets.add(new Target(node.getFirstToken().beginLine, literal.replaceAll("^[\"']|[\"']$", ""),
                        directive.getDirectiveName().equals("parse")));
            }
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            collect(node.jjtGetChild(i), targets);
        }
    }

    /** Returns the text with blanks in place of comments and of what Velocity leaves alone. */
    private static String blanked(String text) {
        return Pattern.compile("(?s)#\\[\\[.*?\\]\\]#|#\\*.*?\\*#|##[^\\n]*").matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("[^\\n]", " ")));
    }

    private static int lineOf(String text, int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }
}
