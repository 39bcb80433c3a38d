package io.github.servingarchetypes.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Linters, and the servers' own readers of their files, from PyPI: python-tools.txt. They are installed once
 * into a virtual environment below the user's cache folder, named after the content of that file.
 */
public final class PythonTools {

    private static Path environment;

    private PythonTools() {}

    /** One of the tools, such as ruff, with its arguments. */
    public static Command tool(String name, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(environment().resolve("bin").resolve(name).toString()));
        words.addAll(arguments);
        return Command.of(words);
    }

    /** A script of src/main/resources, with its arguments, in the environment of the tools. */
    public static Command script(String name, List<String> arguments) {
        try (InputStream stream = resource(name)) {
            Path script = Files.createTempFile("testkit", name);
            script.toFile().deleteOnExit();
            Files.write(script, stream.readAllBytes());
            List<String> words = new ArrayList<>(List.of(script.toString()));
            words.addAll(arguments);
            return tool("python", words);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static synchronized Path environment() {
        if (environment == null) {
            environment = install();
        }
        return environment;
    }

    private static Path install() {
        try (InputStream stream = resource("python-tools.txt")) {
            byte[] requirements = stream.readAllBytes();
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(requirements));
            Path folder = cache().resolve("python-tools-" + hash.substring(0, 16));
            Path complete = folder.resolve("complete");
            if (!Files.exists(complete)) {
                Command.of("python3", "-m", "venv", "--clear", folder.toString()).run().succeeded();
                Path list = folder.resolve("requirements.txt");
                Files.write(list, requirements);
                Command.of(folder.resolve("bin/pip").toString(), "install", "--quiet", "-r", list.toString())
                        .run().succeeded();
                Files.createFile(complete);
            }
            return folder;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path cache = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return cache.resolve("serving-archetypes");
    }

    private static InputStream resource(String name) {
        return PythonTools.class.getResourceAsStream("/" + name);
    }
}
