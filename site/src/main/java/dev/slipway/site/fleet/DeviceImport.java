package dev.slipway.site.fleet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices to make known before their first contact (COL-6). Texts as people wrote them; empty where left out. */
public record DeviceImport(List<Line> devices, @Nullable String collectionId) {
    public static final int MOST = 10_000;

    public DeviceImport {
        devices = List.copyOf(devices);
    }

    /** @param number line in a CSV file, from 1; 0 when it came as JSON */
    public record Line(String name, String macAddress, String smbiosUuid, int number) {}

    /** Columns name, MAC address, SMBIOS UUID; a heading, empty lines and quotes are understood; comma or semicolon. */
    public static DeviceImport ofCsv(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip().replace("\uFEFF", "");
            if (line.isEmpty()) {
                continue;
            }
            String[] fields = line.split(line.indexOf(';') >= 0 ? ";" : ",", -1);
            boolean heading = lines.isEmpty() && field(fields, 0).matches("(?i)(computer|device)?\\s*name");
            if (!heading) {
                lines.add(new Line(field(fields, 0), field(fields, 1), field(fields, 2), number));
            }
        }
        return new DeviceImport(lines, null);
    }

    private static String field(String[] fields, int index) {
        String field = index < fields.length ? fields[index].strip() : "";
        boolean quoted = field.length() >= 2 && field.startsWith("\"") && field.endsWith("\"");
        return quoted ? field.substring(1, field.length() - 1).strip() : field;
    }
}
