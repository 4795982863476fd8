package dev.slipway.agent.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads what a growing file got since the last time, whole lines only. A file that became shorter is a new one. */
final class LogTail {
    private static final int MOST_AT_ONCE = 8 << 20;
    private final Path file;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long position;

    LogTail(Path file) {
        this.file = file;
    }

    /** @return nothing while there is no file */
    List<LogLine> read() throws IOException {
        List<LogLine> lines = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < position) {
                position = 0;
                begun.reset();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_AT_ONCE, channel.size() - position));
            int count = channel.read(bytes, position);
            for (int i = 0; i < count; i++) {
                if (bytes.get(i) == '\n') {
                    lines.add(LogLine.decode(begun.toString(StandardCharsets.UTF_8)));
                    begun.reset();
                } else {
                    begun.write(bytes.get(i));
                }
            }
            position += Math.max(0, count);
        } catch (NoSuchFileException e) {
            position = 0;
        }
        return lines;
    }
}
