package dev.slipway.agent.wim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * libwim's progress function. An exception out of an upcall would end the process, so whatever the listener throws is kept, libwim is asked to stop, and
 * {@link #rethrow} throws it on the way back.
 */
final class ProgressUpcall {
    private static final int CONTINUE = 0;
    private static final int ABORT = 1;

    // enum wimlib_progress_msg
    private static final int EXTRACT_FILE_STRUCTURE = 3;
    private static final int EXTRACT_STREAMS = 4;
    private static final int EXTRACT_METADATA = 6;

    // struct wimlib_progress_info_extract on a 64-bit machine
    private static final long TOTAL_BYTES = 40;
    private static final long COMPLETED_BYTES = 48;
    private static final long CURRENT_FILE_COUNT = 96;
    private static final long END_FILE_COUNT = 104;
    private static final long INFO_SIZE = 112;

    private final ExtractProgress listener;
    private @Nullable Throwable thrown;

    ProgressUpcall(ExtractProgress listener) {
        this.listener = listener;
    }

    MemorySegment stub(Arena arena) {
        try {
            MethodHandle target = MethodHandles.lookup()
                    .bind(
                            this,
                            "call",
                            MethodType.methodType(int.class, int.class, MemorySegment.class, MemorySegment.class));
            return Linker.nativeLinker()
                    .upcallStub(target, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), arena);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("The progress function cannot be reached", e);
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // called by libwim
    private int call(int message, MemorySegment info, MemorySegment context) {
        try {
            tell(message, info);
            return thrown != null || Thread.currentThread().isInterrupted() ? ABORT : CONTINUE;
        } catch (Throwable e) {
            thrown = e;
            return ABORT;
        }
    }

    private void tell(int message, MemorySegment info) {
        switch (message) {
            case EXTRACT_FILE_STRUCTURE -> tellFiles(ExtractProgress.Stage.STRUCTURE, info);
            case EXTRACT_METADATA -> tellFiles(ExtractProgress.Stage.METADATA, info);
            case EXTRACT_STREAMS -> {
                MemorySegment extract = info.reinterpret(INFO_SIZE);
                listener.at(
                        ExtractProgress.Stage.DATA,
                        extract.get(JAVA_LONG, COMPLETED_BYTES),
                        extract.get(JAVA_LONG, TOTAL_BYTES));
            }
            default -> {
                // libwim's other messages say nothing about how far the work is.
            }
        }
    }

    private void tellFiles(ExtractProgress.Stage stage, MemorySegment info) {
        MemorySegment extract = info.reinterpret(INFO_SIZE);
        listener.at(stage, extract.get(JAVA_LONG, CURRENT_FILE_COUNT), extract.get(JAVA_LONG, END_FILE_COUNT));
    }

    void rethrow() {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw new IllegalStateException("The progress listener failed", thrown);
        }
    }
}
