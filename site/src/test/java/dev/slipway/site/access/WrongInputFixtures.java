package dev.slipway.site.access;

import dev.slipway.protocol.Registration;
import dev.slipway.site.TestSite;
import dev.slipway.site.machine.TestMachine;
import java.util.HashMap;
import java.util.Map;

/** One of everything, so that a wrong body is not excused by an unknown identifier. */
final class WrongInputFixtures {
    private WrongInputFixtures() {}

    /** @return an identifier for each variable of a path */
    static Map<String, String> make(TestSite site) throws Exception {
        Map<String, String> known = new HashMap<>();
        known.put("imageId", stored(site, "SLPA0001", "OS_IMAGE"));
        known.put("packageId", stored(site, "SLPA0002", "OS_IMAGE"));
        known.put("upgradePackageId", stored(site, "SLPA0003", "OS_UPGRADE_PACKAGE"));
        known.put("bootImageId", stored(site, "SLPA0004", "BOOT_IMAGE"));
        known.put("applicationId", stored(site, "SLPA0005", "APPLICATION"));
        known.put("driverId", stored(site, "SLPA0006", "DRIVER"));
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

    private static String stored(TestSite site, String id, String type) throws Exception {
        return site.addPackage(id, type, "content of " + id).hex().isEmpty() ? "" : id;
    }

    private static String made(TestSite site, String path, String body) throws Exception {
        TestSite.Answer answer = site.api("POST", path, body);
        if (answer.status() / 100 != 2) {
            throw new AssertionError(path + ": " + answer);
        }
        return answer.json().get("id").asString();
    }
}
