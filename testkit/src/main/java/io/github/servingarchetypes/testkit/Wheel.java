package io.github.servingarchetypes.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A wheel of one empty module, which no public index has: the package mirror-probe 1.0. */
public final class Wheel {

    public static final String REQUIREMENT = "mirror-probe==1.0";
    public static final String MODULE = "mirror_probe";
    public static final String FILE = "mirror_probe-1.0-py3-none-any.whl";

    private Wheel() {}

    /** Returns the content of the file. */
    public static byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            String info = "mirror_probe-1.0.dist-info/";
            add(zip, "mirror_probe.py", "");
            add(zip, info + "METADATA", "Metadata-Version: 2.1\nName: mirror-probe\nVersion: 1.0\n");
            add(zip, info + "WHEEL", "Wheel-Version: 1.0\nGenerator: testkit\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            add(zip, info + "RECORD", "mirror_probe.py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
