package io.github.servingarchetypes.testkit;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A package index and conda mirror of this machine, which containers reach over Docker's bridge. It has one
 * package, mirror-probe 1.0, wants a password, and remembers what it was asked for.
 */
public final class PackageMirror implements AutoCloseable {

    /** What a build must not leave in an image. */
    public static final String PASSWORD = "not-for-the-image";

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private final String certificate;

    public PackageMirror() {
        this(false);
    }

    /** One that speaks HTTPS if it is encrypted, with a certificate that nobody knows. */
    public PackageMirror(boolean encrypted) {
        try {
            var bridge = NetworkInterface.getByName("docker0").inetAddresses()
                    .filter(Inet4Address.class::isInstance).findFirst().orElseThrow();
            InetSocketAddress address = new InetSocketAddress(bridge, 0);
            server = encrypted ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
            certificate = server instanceof HttpsServer https ? certify(https, bridge.getHostAddress()) : null;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(path + (authorization == null ? "" : " with a password"));
            byte[] body = new byte[0];
            int status = 404;
            if (path.startsWith("/simple/") && authorization == null) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"mirror\"");
                status = 401;
            } else if (path.equals("/simple/mirror-probe/")) {
                exchange.getResponseHeaders().add("Content-Type", "text/html");
                body = ("<a href=\"/simple/" + Wheel.FILE + "\">" + Wheel.FILE + "</a>").getBytes(StandardCharsets.UTF_8);
                status = 200;
            } else if (path.equals("/simple/" + Wheel.FILE)) {
                body = Wheel.content();
                status = 200;
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    /** Gives the server a certificate of its own; returns it in PEM. */
    private static String certify(HttpsServer https, String host) throws IOException {
        Path folder = Files.createTempDirectory("mirror");
        Path store = folder.resolve("store.p12");
        Command.of("keytool", "-genkeypair", "-alias", "mirror", "-keyalg", "RSA", "-dname", "CN=" + host, "-ext", "san=ip:" + host,
                "-ext", "bc=ca:true", "-keystore", store.toString(), "-storepass", PASSWORD).run().succeeded();
        try (var stream = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(stream, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            https.setHttpsConfigurator(new HttpsConfigurator(context));
            return Command.of("keytool", "-exportcert", "-rfc", "-alias", "mirror", "-keystore", store.toString(),
                    "-storepass", PASSWORD).run().succeeded().output().replaceAll("(?s).*(?=-----BEGIN)", "");
        } catch (GeneralSecurityException error) {
            throw new IllegalStateException(error);
        } finally {
            Command.of("rm", "-r", folder.toString()).run();
        }
    }

    /** The certificate of an encrypted mirror, in PEM. */
    public String certificate() {
        return certificate;
    }

    public String host() {
        return server.getAddress().getAddress().getHostAddress();
    }

    /** For pip, with the password in it. */
    public String indexUrl() {
        return scheme() + "://user:" + PASSWORD + "@" + host() + ":" + server.getAddress().getPort() + "/simple";
    }

    /** For conda. There is no channel behind it. */
    public String channelAlias() {
        return scheme() + "://" + host() + ":" + server.getAddress().getPort() + "/conda";
    }

    private String scheme() {
        return certificate == null ? "http" : "https";
    }

    /** The paths that were asked for so far, with " with a password" behind those that had one. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
