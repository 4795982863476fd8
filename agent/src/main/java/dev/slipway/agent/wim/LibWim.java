package dev.slipway.agent.wim;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The functions of libwim that write an image to a target. One instance per program: libwim's error file is global to the process.
 *
 * <p>Thread-safe, but two extractions that fail at once may find each other's words in their messages.
 */
public final class LibWim {
    /** The soname; the same for the series 1.13 and 1.14. */
    private static final String SONAME = "libwim.so.15";

    private static final int INIT_ASSUME_UTF8 = 0x1;
    private static final int OPEN_ERROR_IF_SPLIT = 0x2;

    private final MethodHandle openWim;
    private final MethodHandle extractImage;
    private final MethodHandle extractImageFromPipe;
    private final MethodHandle free;
    private final MethodHandle errorString;
    private final MethodHandle versionString;
    private final ErrorFile errorFile;

    private LibWim(SymbolLookup library) throws IOException {
        openWim = function(
                library,
                "wimlib_open_wim_with_progress",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        extractImage = function(
                library, "wimlib_extract_image", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        extractImageFromPipe = function(
                library,
                "wimlib_extract_image_from_pipe_with_progress",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
        free = function(library, "wimlib_free", FunctionDescriptor.ofVoid(ADDRESS));
        errorString = function(library, "wimlib_get_error_string", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        versionString = function(library, "wimlib_get_version_string", FunctionDescriptor.of(ADDRESS));
        errorFile = new ErrorFile(Files.createTempFile("libwim-", ".errors"));
        initialize(library);
    }

    /**
     * Loads libwim.
     *
     * @throws IOException when the library is not installed, or lacks a function; the message names the Debian package
     */
    public static LibWim load() throws IOException {
        try {
            return new LibWim(SymbolLookup.libraryLookup(SONAME, Arena.global()));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "libwim-missing: " + SONAME + " cannot be loaded; install the Debian package libwim15.", e);
        }
    }

    private void initialize(SymbolLookup library) throws IOException {
        MethodHandle globalInit = function(library, "wimlib_global_init", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        MethodHandle setErrorFile =
                function(library, "wimlib_set_error_file_by_name", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        MethodHandle setPrintErrors =
                function(library, "wimlib_set_print_errors", FunctionDescriptor.of(JAVA_INT, ValueLayout.JAVA_BOOLEAN));
        try (Arena arena = Arena.ofConfined()) {
            // Names of files are UTF-8 whatever the locale: an initramfs has none.
            require((int) globalInit.invokeExact(INIT_ASSUME_UTF8), "start libwim");
            require(
                    (int) setErrorFile.invokeExact(
                            arena.allocateFrom(errorFile.path().toString())),
                    "open libwim's error file");
            require((int) setPrintErrors.invokeExact(true), "turn libwim's messages on");
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor)
            throws IOException {
        MemorySegment symbol = library.find(name)
                .orElseThrow(() -> new IOException("libwim-incomplete: " + SONAME + " has no function " + name
                        + "; install a libwim15 of version 1.13 or later."));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }

    /** Returns the version of libwim, such as {@code 1.13.6}. */
    public String version() {
        try {
            return ((MemorySegment) versionString.invokeExact()).reinterpret(64).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("libwim could not tell its version", e);
        }
    }

    /**
     * Extracts an image of a WIM file.
     *
     * @param image index of the image, from 1
     * @param target a directory, or a device or file with an NTFS file system when {@link ExtractOption#NTFS_VOLUME} is given
     * @throws LibWimException when libwim fails; what was written so far remains
     * @throws InterruptedException when the thread was interrupted; what was written so far remains
     */
    public void extract(Path wim, int image, Path target, Set<ExtractOption> options, ExtractProgress progress)
            throws IOException, InterruptedException {
        checkImage(image);
        try (Arena arena = Arena.ofConfined()) {
            ProgressUpcall upcall = new ProgressUpcall(progress);
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment path = arena.allocateFrom(wim.toString());
            MemorySegment function = upcall.stub(arena);
            errorFile.mark();
            check(
                    (int) openWim.invokeExact(path, OPEN_ERROR_IF_SPLIT, handle, function, MemorySegment.NULL),
                    "open " + wim);
            MemorySegment opened = handle.get(ADDRESS, 0);
            try {
                MemorySegment destination = arena.allocateFrom(target.toString());
                int result = (int) extractImage.invokeExact(opened, image, destination, ExtractOption.flags(options));
                upcall.rethrow();
                check(result, "extract image " + image + " of " + wim + " to " + target);
            } finally {
                free.invokeExact(opened);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /**
     * Extracts the image from a pipable WIM that another thread writes into {@code pipe}. Closes the read end at the end, so that a writer learns of a
     * failure by a broken pipe; the writer must close its end in any case.
     *
     * @param image index of the image in the stream, from 1
     * @throws LibWimException when libwim fails or the stream ends early; what was written so far remains
     * @throws InterruptedException when the thread was interrupted; what was written so far remains
     */
    public void extractFromPipe(Pipe pipe, int image, Path target, Set<ExtractOption> options, ExtractProgress progress)
            throws IOException, InterruptedException {
        checkImage(image);
        try (Arena arena = Arena.ofConfined()) {
            ProgressUpcall upcall = new ProgressUpcall(progress);
            MemorySegment number = arena.allocateFrom(Integer.toString(image));
            MemorySegment destination = arena.allocateFrom(target.toString());
            MemorySegment function = upcall.stub(arena);
            errorFile.mark();
            int result = (int) extractImageFromPipe.invokeExact(
                    pipe.readDescriptor(),
                    number,
                    destination,
                    ExtractOption.flags(options),
                    function,
                    MemorySegment.NULL);
            upcall.rethrow();
            check(result, "extract the streamed image to " + target);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            throw rethrow(e);
        } finally {
            pipe.closeReadEnd();
        }
    }

    private static void checkImage(int image) {
        if (image < 1) {
            throw new IllegalArgumentException("Images count from 1, not " + image);
        }
    }

    private void check(int result, String deed) throws LibWimException, InterruptedException {
        if (result == LibWimException.ABORTED && Thread.interrupted()) {
            throw new InterruptedException("Interrupted while asking libwim to " + deed);
        }
        require(result, deed);
    }

    private void require(int result, String deed) throws LibWimException {
        if (result == 0) {
            return;
        }
        throw new LibWimException(
                result,
                "libwim could not " + deed + ": " + describe(result) + " (libwim error " + result + ")"
                        + errorFile.sinceMark());
    }

    private String describe(int result) {
        try {
            return ((MemorySegment) errorString.invokeExact(result))
                    .reinterpret(4096)
                    .getString(0);
        } catch (Throwable e) {
            return "unknown error";
        }
    }

    /** Sorts what came out of a method handle, which may throw anything by its signature. */
    private static RuntimeException rethrow(Throwable e) throws IOException {
        switch (e) {
            case IOException exception -> throw exception;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException("A call into libwim failed", e);
        }
    }

    /** The words that libwim prints when something fails; its error numbers alone name no file. */
    private record ErrorFile(Path path, long[] marked) {
        private static final int MAX_CHARACTERS = 2_000;

        ErrorFile(Path path) {
            this(path, new long[1]);
        }

        synchronized void mark() throws IOException {
            marked[0] = Files.size(path);
        }

        synchronized String sinceMark() {
            try (var channel = Files.newByteChannel(path)) {
                channel.position(marked[0]);
                var bytes = ByteBuffer.allocate(MAX_CHARACTERS);
                while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
                String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
                return text.isEmpty() ? "" : ": " + text.replace("\n", "; ");
            } catch (IOException e) {
                return "";
            }
        }
    }
}
