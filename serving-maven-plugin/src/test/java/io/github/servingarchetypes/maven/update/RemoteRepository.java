package io.github.servingarchetypes.maven.update;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.servingarchetypes.testkit.TextFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A Maven repository on a server of this machine, which asks for a password. */
final class RemoteRepository implements AutoCloseable {

    private static final String GROUP = "io/github/serving-archetypes";

    private final Path folder;
    private final String user;
    private final HttpServer server;

    private RemoteRepository(Path folder, String user, HttpServer server) {
        this.folder = folder;
        this.user = user;
        this.server = server;
    }

    /** Serves what is in a folder, now and later. */
    static RemoteRepository in(Path folder, String user, String password) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RemoteRepository repository = new RemoteRepository(folder, user, server);
        HttpContext context = server.createContext("/", repository::answer);
        context.setAuthenticator(new BasicAuthenticator("maven") {
            @Override
            public boolean checkCredentials(String name, String secret) {
                return name.equals(user) && secret.equals(password);
            }
        });
        server.start();
        return repository;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
            if (Files.isRegularFile(file)) {
                byte[] bytes = Files.readAllBytes(file);
                exchange.sendResponseHeaders(200, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    /** Publishes versions of an archetype; the last is the newest. */
    void publish(String archetype, List<String> published, Versions versions) throws IOException {
        StringBuilder list = new StringBuilder();
        for (String version : published) {
            list.append("<version>").append(version).append("</version>");
            Path name = folder.resolve(GROUP).resolve(archetype).resolve(version).resolve(archetype + "-" + version);
            TextFile.write(name.resolveSibling(name.getFileName() + ".pom"), """
                    <project>
                      <modelVersion>4.0.0</modelVersion>
                      <groupId>io.github.serving-archetypes</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </project>
                    """.formatted(archetype, version));
            Files.copy(versions.resolve(Versions.coordinates(archetype, version)).jar().toPath(),
                    name.resolveSibling(name.getFileName() + ".jar"), StandardCopyOption.REPLACE_EXISTING);
        }
        TextFile.write(folder.resolve(GROUP).resolve(archetype).resolve("maven-metadata.xml"), """
                <metadata>
                  <groupId>io.github.serving-archetypes</groupId>
                  <artifactId>%s</artifactId>
                  <versioning><versions>%s</versions></versioning>
                </metadata>
                """.formatted(archetype, list));
    }

    /** Writes a user's settings.xml, in which this server is the mirror of all repositories. */
    Path settings(Path file, String password) {
        TextFile.write(file, """
                <settings>
                  <servers>
                    <server><id>acme</id><username>%s</username><password>%s</password></server>
                  </servers>
                  <mirrors>
                    <mirror><id>acme</id><mirrorOf>*</mirrorOf><url>http://localhost:%d/</url></mirror>
                  </mirrors>
                </settings>
                """.formatted(user, password, server.getAddress().getPort()));
        return file;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
