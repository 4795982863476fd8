package dev.slipway.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the headers of a 64-bit little-endian ELF file say about the files that it needs (System V ABI, chapters 4 and 5).
 *
 * @param needed sonames (DT_NEEDED), in the file's order
 * @param searchPaths DT_RUNPATH or DT_RPATH, split at colons, with {@code $ORIGIN} left in
 * @param interpreter the dynamic linker (PT_INTERP), absent in libraries
 */
record ElfFile(List<String> needed, List<String> searchPaths, Optional<String> interpreter) {
    private static final int HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_STRSZ = 10;
    private static final long DT_RPATH = 15;
    private static final long DT_RUNPATH = 29;
    private static final int LARGEST_TABLE = 16 << 20;

    private record Segment(int type, long offset, long address, long size) {}

    /** Empty when the file is not a 64-bit little-endian ELF file. */
    static Optional<ElfFile> read(Path file) throws IOException {
        if (Files.size(file) < HEADER_SIZE) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = readAt(channel, 0, HEADER_SIZE);
            boolean elf64 = header.getInt(0) == 0x464c457f && header.get(4) == 2 && header.get(5) == 1;
            if (!elf64) {
                return Optional.empty();
            }
            List<Segment> segments = segments(channel, header);
            Optional<String> interpreter = Optional.empty();
            for (Segment segment : segments) {
                if (segment.type == PT_INTERP) {
                    ByteBuffer name = readAt(channel, segment.offset, segment.size);
                    interpreter = Optional.of(text(name, 0));
                }
            }
            for (Segment segment : segments) {
                if (segment.type == PT_DYNAMIC) {
                    return Optional.of(dynamic(channel, segments, segment, interpreter));
                }
            }
            return Optional.of(new ElfFile(List.of(), List.of(), interpreter));
        }
    }

    private static List<Segment> segments(FileChannel channel, ByteBuffer header) throws IOException {
        long tableOffset = header.getLong(32);
        int entrySize = header.getShort(54) & 0xffff;
        int count = header.getShort(56) & 0xffff;
        if (count > 0 && entrySize < PROGRAM_HEADER_SIZE) {
            throw new IOException("ELF program headers of " + entrySize + " bytes are too short");
        }
        ByteBuffer table = readAt(channel, tableOffset, (long) entrySize * count);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int at = i * entrySize;
            segments.add(new Segment(
                    table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32)));
        }
        return segments;
    }

    private static ElfFile dynamic(
            FileChannel channel, List<Segment> segments, Segment dynamic, Optional<String> interpreter)
            throws IOException {
        ByteBuffer table = readAt(channel, dynamic.offset, dynamic.size);
        long stringsAddress = 0;
        long stringsSize = 0;
        List<Long> needed = new ArrayList<>();
        List<Long> paths = new ArrayList<>();
        while (table.remaining() >= 16) {
            long tag = table.getLong();
            long value = table.getLong();
            if (tag == DT_NEEDED) {
                needed.add(value);
            } else if (tag == DT_STRTAB) {
                stringsAddress = value;
            } else if (tag == DT_STRSZ) {
                stringsSize = value;
            } else if (tag == DT_RPATH || tag == DT_RUNPATH) {
                paths.add(value);
            }
        }
        ByteBuffer strings = readAt(channel, fileOffset(segments, stringsAddress), stringsSize);
        List<String> searchPaths = new ArrayList<>();
        for (long path : paths) {
            searchPaths.addAll(List.of(text(strings, path).split(":", -1)));
        }
        List<String> names = new ArrayList<>();
        for (long name : needed) {
            names.add(text(strings, name));
        }
        return new ElfFile(List.copyOf(names), List.copyOf(searchPaths), interpreter);
    }

    private static long fileOffset(List<Segment> segments, long address) throws IOException {
        for (Segment segment : segments) {
            if (segment.type == PT_LOAD && address >= segment.address && address - segment.address < segment.size) {
                return segment.offset + (address - segment.address);
            }
        }
        throw new IOException("ELF address " + Long.toHexString(address) + " lies in no loaded segment");
    }

    private static ByteBuffer readAt(FileChannel channel, long offset, long size) throws IOException {
        if (offset < 0 || size < 0 || size > LARGEST_TABLE || offset > channel.size() - size) {
            throw new IOException("ELF table of " + size + " bytes at " + offset + " lies outside the file");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("ELF file ends inside a table");
            }
        }
        return buffer.flip();
    }

    private static String text(ByteBuffer strings, long offset) throws IOException {
        if (offset < 0 || offset >= strings.limit()) {
            throw new IOException("ELF string " + offset + " lies outside the string table");
        }
        int start = (int) offset;
        int end = start;
        while (end < strings.limit() && strings.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - start];
        strings.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
