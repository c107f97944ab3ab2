package io.millrace.faults;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the library and the Disruptor anew, with a {@link FaultPoint} at every method's entry, before every allocation and use of files, and
 * behind every lock and unlock.
 */
final class FaultLoader extends ClassLoader {

    private static final String POINT = "io/millrace/faults/FaultPoint";
    private static final String TESTS = "io.millrace.faults.";
    private static final Set<String> SHARED =
            Set.of(TESTS + "FaultPoint", TESTS + "FaultPoint$Fault", TESTS + "FaultScenario", TESTS + "WorkScenario");

    private static final Set<String> LOCKS =
            Set.of("io/millrace/internal/park/SpinLock", "java/util/concurrent/locks/ReentrantLock");

    private static final Set<String> FILES = Set.of(
            "java/nio/file/Files",
            "java/nio/channels/FileChannel",
            "java/nio/channels/AsynchronousFileChannel",
            "java/nio/channels/FileLock",
            "java/io/RandomAccessFile");

    FaultLoader() {
        super(FaultLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean own = name.startsWith("io.millrace.") || name.startsWith("com.lmax.disruptor.");
        if (!own || SHARED.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = name.startsWith(TESTS) ? in.readAllBytes() : instrumented(new ClassReader(in));
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] instrumented(ClassReader reader) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return name.equals("<clinit>")
                                ? method
                                : new Points(method, reader.getClassName() + "." + name);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Points extends MethodVisitor {

        private final String method;

        Points(MethodVisitor next, String method) {
            super(Opcodes.ASM9, next);
            this.method = method;
        }

        private void point(String kind) {
            super.visitLdcInsn(method);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, POINT, kind, "(Ljava/lang/String;)V", false);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            point("enters");
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.ANEWARRAY) {
                point("allocates");
            }
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.NEW) {
                point("allocates"); // behind it, since frames of the verifier name uninitialized objects by this place
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (FILES.contains(owner) && !name.equals("close")) {
                point("usesFiles");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (LOCKS.contains(owner) && (name.equals("lock") || name.equals("unlock"))) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, POINT, name + "s", "()V", false);
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                point("allocates");
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            point("allocates");
            super.visitMultiANewArrayInsn(descriptor, dimensions);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            point("allocates");
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }
    }
}
