package dev.slipway.site.access;

import dev.slipway.protocol.Registration;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.Wims;
import dev.slipway.site.library.driver.SampleDrivers;
import dev.slipway.site.machine.TestMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One of everything, so that a wrong body is not excused by an unknown identifier. */
public final class WrongInputFixtures {
    private WrongInputFixtures() {}

    /** @return an identifier for each variable of a path */
    public static Map<String, String> make(TestSite site, Path folder) throws Exception {
        Map<String, String> known = new HashMap<>();
        Path wim = Wims.twoImages(folder, "wrong", 77);
        known.put("imageId", added(site, "/images", wim));
        known.put("packageId", added(site, "/images", wim));
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("sources"));
        Files.writeString(tree.resolve("setup.exe"), "MZ");
        Files.copy(wim, tree.resolve("sources/install.wim"));
        known.put("upgradePackageId", added(site, "/upgrade-packages", tree));
        site.addPackage("SLPA0004", "BOOT_IMAGE", "boot image");
        known.put("bootImageId", "SLPA0004");
        known.put("applicationId", added(site, "/applications", tree));
        SampleDrivers.storage(folder.resolve("drivers"), "wrong");
        ended(site, "/drivers", folder.resolve("drivers"));
        known.put(
                "driverId",
                site.get("/drivers").json().get("items").get(0).get("id").asString());
        known.put("driverPackageId", made(site, "/driver-packages", "{\"name\":\"All\"}"));
        known.put("folderId", made(site, "/folders/OS_IMAGE", "{\"name\":\"Folder\"}"));
        known.put("packageType", "OS_IMAGE");
        known.put("collectionId", made(site, "/collections", "{\"name\":\"Some\"}"));
        known.put("groupId", made(site, "/point-groups", "{\"name\":\"Some\"}"));
        known.put("pointId", "SITE");
        site.addSequence("SLPA0007", "Sequence", "<sequence version=\"3.10\"/>");
        known.put("sequenceId", "SLPA0007");
        known.put("deploymentId", site.deploy("SLPA0007", known.get("collectionId"), "AVAILABLE", "MEDIA_PXE"));
        long device = new TestMachine(site, "", "52:54:00:00:0f:01")
                .arrive(Registration.Environment.BOOT)
                .id();
        known.put("deviceId", Long.toString(device));
        known.put("variableName", "Colour");
        known.put("accountName", "nobody");
        known.put("sourceAccountName", "share");
        return known;
    }

    private static String added(TestSite site, String path, Path source) throws Exception {
        return ended(site, path, source).get("subject").asString();
    }

    private static JsonNode ended(TestSite site, String path, Path source) throws Exception {
        return site.ended(site.api("POST", path, "{\"name\":\"Some\",\"path\":\"" + source + "\"}"));
    }

    private static String made(TestSite site, String path, String body) throws Exception {
        TestSite.Answer answer = site.api("POST", path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(path + ": " + answer);
        }
        return answer.json().get("id").asString();
    }
}
