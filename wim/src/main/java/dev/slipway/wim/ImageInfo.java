package dev.slipway.wim;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the XML data says of an image; texts that it does not have are empty. It may be older than the image itself:
 * programs that change an image do not always update it.
 *
 * @param index from 1
 * @param flags the edition's name as given when the image was made, such as "Professional"
 * @param architecture "x86", "x64", "arm", "arm64", "ia64", another program's number, or empty
 * @param windowsVersion such as "10.0.22631.3007" (major, minor, build, service pack build), or empty
 * @param branch of the sources it was built from, such as "ge_release", or empty
 * @param hal the hardware abstraction layer, such as "acpiapic", or empty; newer images have none
 * @param productType "WinNT", "ServerNT" or "LanmanNT", or empty
 * @param productSuite such as "Terminal Server", or empty
 * @param systemRoot the folder of Windows, such as "WINDOWS", or empty
 * @param installationType "Client", "Server", "Server Core", "WindowsPE" and the like, or empty
 * @param totalBytes sum of the sizes of all files, hard links counted each time
 * @param hardLinkBytes the part of it that hard links count again
 */
public record ImageInfo(
        int index,
        String name,
        String description,
        String displayName,
        String displayDescription,
        String flags,
        String architecture,
        String windowsVersion,
        String branch,
        String hal,
        String editionId,
        String installationType,
        String productName,
        String productType,
        String productSuite,
        String systemRoot,
        List<String> languages,
        String defaultLanguage,
        long directoryCount,
        long fileCount,
        long totalBytes,
        long hardLinkBytes,
        Optional<Instant> created,
        Optional<Instant> modified) {
    public ImageInfo {
        languages = List.copyOf(languages);
    }
}
