package dev.slipway.site.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.machine.TestMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Devices, collections and variables as the API shows them. */
class FleetApiTest {
    @TempDir
    static Path folder;

    static TestSite site;
    private static int count;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder, "--slipway.approval=automatic");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static TestMachine machine() throws Exception {
        return new TestMachine(site, "", "52:54:00:00:03:%02x".formatted(++count)).arrive(Environment.BOOT);
    }

    private static String collection(int priority) throws Exception {
        return site.api("POST", "/collections", """
                        {"name":"Collection %d","variablePriority":%d}""".formatted(++count, priority))
                .json()
                .get("id")
                .asString();
    }

    private static List<String> names(String path) throws Exception {
        List<String> names = new ArrayList<>();
        site.get(path)
                .json()
                .get("items")
                .forEach(item -> names.add(item.get("name").asString()));
        return names;
    }

    @Test
    @Tag("COL-4")
    void builtInCollectionsCannotBeChanged() throws Exception {
        long device = machine().id();
        for (String id : List.of("SMS00001", "SMS000US")) {
            assertThat(site.api("PATCH", "/collections/" + id, "{\"name\":\"Mine\"}")
                            .code())
                    .isEqualTo("collection-built-in");
            assertThat(site.api("DELETE", "/collections/" + id, "").code()).isEqualTo("collection-built-in");
            assertThat(site.api("PUT", "/collections/" + id + "/members/" + device, "")
                            .code())
                    .isEqualTo("collection-built-in");
            assertThat(site.api("DELETE", "/collections/" + id + "/members/" + device, "")
                            .code())
                    .isEqualTo("collection-built-in");
        }
    }

    @Test
    @Tag("COL-4")
    void aMachineLeavesUnknownComputersWhenSomebodyPutsItIntoACollection() throws Exception {
        TestMachine machine = machine();
        String name = site.get("/devices/" + machine.id()).json().get("name").asString();
        assertThat(names("/devices?collection=SMS000US")).contains(name);
        String collection = collection(1);
        site.api("PUT", "/collections/" + collection + "/members/" + machine.id(), "");
        assertThat(names("/devices?collection=SMS000US")).doesNotContain(name);
        assertThat(names("/devices?collection=SMS00001")).contains(name);
        assertThat(names("/devices?collection=" + collection)).containsExactly(name);
    }

    @Test
    @Tag("VAR-2")
    void theDeviceBeatsTheCollectionsAndTheHigherPriorityTheLower() throws Exception {
        TestMachine machine = machine();
        String weak = collection(2);
        String strong = collection(8);
        put("/collections/SMS00001/variables/One", "all");
        put("/collections/" + weak + "/variables/one", "weak");
        put("/collections/" + strong + "/variables/ONE", "strong");
        put("/collections/" + strong + "/variables/Two", "strong");
        put("/collections/" + weak + "/variables/Two", "weak");
        put("/devices/" + machine.id() + "/variables/Three", "device");
        put("/collections/" + strong + "/variables/Three", "strong");
        site.api("PUT", "/collections/" + weak + "/members/" + machine.id(), "");
        site.api("PUT", "/collections/" + strong + "/members/" + machine.id(), "");
        Map<String, String> effective = site
                .bean(Database.class)
                .read(handle -> site.bean(FleetVariables.class)
                        .effective(
                                handle, DeviceTable.find(handle, machine.id()).orElseThrow()))
                .stream()
                .collect(Collectors.toMap(RunPolicy.Variable::name, RunPolicy.Variable::value));
        assertThat(effective).isEqualTo(Map.of("ONE", "strong", "Two", "strong", "Three", "device"));
    }

    private static void put(String path, String value) throws Exception {
        assertThat(site.api("PUT", path, "{\"value\":\"" + value + "\"}").status())
                .isEqualTo(200);
    }

    @Test
    @Tag("VAR-3")
    void aSecretVariableIsSealedAndNeverShown() throws Exception {
        String path = "/devices/" + machine().id() + "/variables/Password";
        site.api("PUT", path, "{\"value\":\"hush-hush\",\"secret\":true}");
        JsonNode shown = site.get(path.substring(0, path.lastIndexOf('/')))
                .json()
                .get("items")
                .get(0);
        assertThat(shown.has("value")).isFalse();
        String stored = site.bean(Database.class)
                .read(handle -> handle.createQuery("select value from variable where name_key = 'password'")
                        .mapTo(String.class)
                        .one());
        assertThat(stored).doesNotContain("hush");
    }

    @Test
    @Tag("VAR-1")
    void namesAndValuesOfVariablesAreChecked() throws Exception {
        String base = "/devices/" + machine().id() + "/variables/";
        assertThat(site.api("PUT", base + "_Mine", "{\"value\":\"x\"}").code()).isEqualTo("variable-read-only");
        assertThat(site.api("PUT", base + "1st", "{\"value\":\"x\"}").code()).isEqualTo("variable-name-invalid");
        assertThat(site.api("PUT", base + "Long", "{\"value\":\"" + "x".repeat(4001) + "\"}")
                        .code())
                .isEqualTo("variable-value-too-long");
    }

    @Test
    @Tag("COL-6")
    void anImportIsAllOrNothing() throws Exception {
        var answer = site.api("POST", "/devices/import", """
                {"devices":[{"name":"GOOD-1","macAddress":"52-54-00-00-04-01"},{"name":"bad name","macAddress":"x"}]}""");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("import-invalid");
        assertThat(answer.body()).contains("devices[1].name").contains("devices[1].macAddress");
        assertThat(names("/devices?search=GOOD-1")).isEmpty();
    }

    @Test
    @Tag("COL-6")
    void aMachineThatIsKnownIsNotImportedAgain() throws Exception {
        String one = "{\"devices\":[{\"name\":\"%s\",\"macAddress\":\"%s\"}]}";
        assertThat(site.api("POST", "/devices/import", one.formatted("TWICE", "52:54:00:00:05:01"))
                        .status())
                .isEqualTo(201);
        assertThat(site.api("POST", "/devices/import", one.formatted("twice", "52:54:00:00:05:02"))
                        .code())
                .isEqualTo("device-exists");
        assertThat(site.api("POST", "/devices/import", one.formatted("OTHER", "52:54:00:00:05:01"))
                        .code())
                .isEqualTo("device-exists");
    }

    @Test
    @Tag("COL-6")
    void csvComesWithHeadingQuotesAndEitherSeparator() {
        DeviceImport read = DeviceImport.ofCsv("""
                Name;MAC address;SMBIOS UUID
                "PC-1";52:54:00:00:00:01;

                PC-2;;4c4c4544-0042-3510-8054-b4c04f334631
                """);
        assertThat(read.devices())
                .containsExactly(
                        new DeviceImport.Line("PC-1", "52:54:00:00:00:01", "", 2),
                        new DeviceImport.Line("PC-2", "", "4c4c4544-0042-3510-8054-b4c04f334631", 4));
    }

    @Test
    @Tag("COL-6")
    void anImportedMachineKeepsItsNameWhenItRegisters() throws Exception {
        site.api("POST", "/devices/import", """
                {"devices":[{"name":"KNOWN-1","macAddress":"52:54:00:00:06:01"}]}""");
        TestMachine machine = new TestMachine(site, "4c4c4544-0042-3510-8054-b4c04f334631", "52:54:00:00:06:01");
        assertThat(machine.register().name()).isEqualTo("KNOWN-1");
        JsonNode device = site.get("/devices/" + machine.id()).json();
        assertThat(device.get("smbiosUuid").asString()).isEqualTo("4c4c4544-0042-3510-8054-b4c04f334631");
        assertThat(device.get("unknown").asBoolean()).isFalse();
    }

    @Test
    void theListIsReadInParts() throws Exception {
        for (int i = 0; i < 3; i++) {
            machine();
        }
        List<String> all = names("/devices?limit=500");
        List<String> parts = new ArrayList<>();
        String after = "";
        do {
            JsonNode part = site.get("/devices?limit=2" + (after.isEmpty() ? "" : "&after=" + after))
                    .json();
            part.get("items").forEach(item -> parts.add(item.get("name").asString()));
            after = part.path("next").asString("");
        } while (!after.isEmpty());
        assertThat(parts).isEqualTo(all);
    }

    @Test
    void aDeletedDeviceIsGoneAndItsTokensWithIt() throws Exception {
        TestMachine machine = machine();
        assertThat(site.api("DELETE", "/devices/" + machine.id(), "").status()).isEqualTo(204);
        assertThat(site.get("/devices/" + machine.id()).code()).isEqualTo("device-not-found");
        assertThat(machine.tryToken().code()).isEqualTo("machine-not-approved");
    }
}
