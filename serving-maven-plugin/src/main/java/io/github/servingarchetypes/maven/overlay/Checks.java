package io.github.servingarchetypes.maven.overlay;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.ResourceNotFoundException;
import org.apache.velocity.runtime.RuntimeConstants;
import org.slf4j.helpers.NOPLogger;

/** The checks of answers, run as archetype:generate runs them. */
final class Checks {

    private static final Pattern INVALID = Pattern.compile("INVALID (\\w+) '.*?': must be .*", Pattern.DOTALL);

    /** What the checks say of an answer. */
    record Refused(String property, String message) {}

    private Checks() {}

    /** Returns the first refusal of these answers, if there is one. */
    static Optional<Refused> refusalOf(String checks, Map<String, String> answers) {
        Map<String, Object> context = new HashMap<>(answers);
        context.put("givenGroupId", answers.get("groupId"));
        context.put("givenVersion", answers.get("version"));
        try {
            VelocityEngine engine = new VelocityEngine();
            engine.setProperty("resource.loaders", "classpath");
            engine.setProperty("resource.loader.classpath.class", "org.apache.velocity.runtime.resource.loader.ClasspathResourceLoader");
            engine.setProperty(RuntimeConstants.RUNTIME_LOG_INSTANCE, NOPLogger.NOP_LOGGER);   // the refusal says it all
            engine.init();
            engine.evaluate(new VelocityContext(context), new StringWriter(), "checks.vm", new StringReader(checks));
            return Optional.empty();
        } catch (ResourceNotFoundException error) {
            Matcher message = INVALID.matcher(String.valueOf(error.getMessage()));
            if (!message.find()) {
                throw error;
            }
            return Optional.of(new Refused(message.group(1), message.group().replaceAll("'$", "")));
        }
    }
}
