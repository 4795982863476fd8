package dev.slipway.agent.wim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A pipe of the operating system: Java writes, libwim reads its descriptor. Writing blocks the thread in native code, so it belongs on a platform
 * thread. Closing the read end makes a blocked writer fail; closing the write end makes libwim see the end.
 */
public final class Pipe implements AutoCloseable {
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int F_SETPIPE_SIZE = 1031;
    private static final int WANTED_CAPACITY_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int EINTR = 4;
    private static final int EPIPE = 32;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_VALUE = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle PIPE2 = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("pipe2"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle WRITE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("write"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
            ERRNO);
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));

    private final int readDescriptor;
    private final int writeDescriptor;
    private boolean readOpen = true;
    private boolean writeOpen = true;

    private Pipe(int readDescriptor, int writeDescriptor) {
        this.readDescriptor = readDescriptor;
        this.writeDescriptor = writeDescriptor;
    }

    /** Opens a pipe that programs started meanwhile do not inherit. */
    public static Pipe open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment descriptors = arena.allocate(JAVA_INT, 2);
            MemorySegment state = arena.allocate(CALL_STATE);
            if ((int) PIPE2.invokeExact(state, descriptors, CLOSE_ON_EXEC) != 0) {
                throw new IOException("The system gives no pipe (errno " + (int) ERRNO_VALUE.get(state, 0L) + ")");
            }
            Pipe pipe = new Pipe(descriptors.getAtIndex(JAVA_INT, 0), descriptors.getAtIndex(JAVA_INT, 1));
            // A larger pipe saves changes between reader and writer; where the system refuses, the default size does
            // too.
            int ignored = (int) FCNTL.invokeExact(pipe.writeDescriptor, F_SETPIPE_SIZE, WANTED_CAPACITY_BYTES);
            return pipe;
        } catch (Throwable e) {
            throw sorted(e);
        }
    }

    int readDescriptor() {
        return readDescriptor;
    }

    /** Returns the write end. Closing it closes that end. For one thread. */
    public OutputStream output() {
        return new WriteEnd();
    }

    /** Closes the read end; a writer then fails with a broken pipe. */
    public synchronized void closeReadEnd() {
        if (readOpen) {
            readOpen = false;
            closeDescriptor(readDescriptor);
        }
    }

    private synchronized void closeWriteEnd() {
        if (writeOpen) {
            writeOpen = false;
            closeDescriptor(writeDescriptor);
        }
    }

    /** Closes both ends. Only after reader and writer have ended: a descriptor's number may serve another file at once. */
    @Override
    public void close() {
        closeReadEnd();
        closeWriteEnd();
    }

    private static void closeDescriptor(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("close(2) cannot be called", e);
        }
    }

    private static IOException sorted(Throwable e) {
        return switch (e) {
            case IOException exception -> exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> new IOException("A call of the C library failed", e);
        };
    }

    private final class WriteEnd extends OutputStream {
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment buffer = arena.allocate(CHUNK_BYTES);
        private final MemorySegment state = arena.allocate(CALL_STATE);

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            int done = 0;
            while (done < length) {
                int chunk = Math.min(CHUNK_BYTES, length - done);
                MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, chunk);
                writeBuffer(chunk);
                done += chunk;
            }
        }

        private void writeBuffer(int length) throws IOException {
            int done = 0;
            while (done < length) {
                long written;
                try {
                    written = (long)
                            WRITE.invokeExact(state, writeDescriptor, buffer.asSlice(done), (long) length - done);
                } catch (Throwable e) {
                    throw sorted(e);
                }
                if (written >= 0) {
                    done += (int) written;
                    continue;
                }
                int errno = (int) ERRNO_VALUE.get(state, 0L);
                if (errno == EPIPE) {
                    throw new BrokenPipeException();
                }
                if (errno != EINTR) {
                    throw new IOException("Writing into the pipe failed (errno " + errno + ")");
                }
            }
        }

        @Override
        public void close() {
            closeWriteEnd();
        }
    }
}
