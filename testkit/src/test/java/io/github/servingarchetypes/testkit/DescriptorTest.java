package io.github.servingarchetypes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorTest {

    @TempDir
    private Path folder;

    @Test
    void namesTheFilesThatAreCopiedAsTheyAre() {
        Descriptor descriptor = descriptor("""
                <fileSet filtered="true"><directory/><includes><include>README.md</include></includes></fileSet>
                <fileSet filtered="false"><directory/><includes><include>scripts/*.sh</include></includes></fileSet>
                <fileSet filtered="false"><directory/><includes><include>CONTRIBUTING.md</include></includes></fileSet>
                <fileSet filtered="false"><directory/><includes><include>__buildContext__/ca.crt</include></includes></fileSet>
                <fileSet filtered="false"><directory/><includes><include>a/__name__.sh</include></includes></fileSet>
                <fileSet filtered="false"><directory/><includes><include>a/__owner__.txt</include></includes></fileSet>
                """);
        assertThat(new String[] {"CONTRIBUTING.md", "ca.crt", "src/ca.crt", "a/ml.txt", "a/__name__.sh"}).allMatch(descriptor::copies);
        assertThat(new String[] {"README.md", "scripts/a.sh", "docs/CONTRIBUTING.md", "a/b.sh"}).noneMatch(descriptor::copies);
    }

    private Descriptor descriptor(String fileSets) {
        TextFile.write(folder.resolve("descriptor.xml"), "<archetype-descriptor><fileSets>" + fileSets + "</fileSets></archetype-descriptor>");
        return Descriptor.read(folder.resolve("descriptor.xml"));
    }
}
