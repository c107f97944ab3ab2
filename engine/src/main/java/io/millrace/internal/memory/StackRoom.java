package io.millrace.internal.memory;

/**
 * Makes a stack overflow come before an operation has begun, or not at all.
 *
 * <p>The stack overflows where a method is entered. In the middle of an operation, between a claim and its publish or
 * under a lock, that would leave the channel broken for everyone; so each operation calls {@link #ensure} before its
 * first step. The locals there, which nobody uses, make that method's frame larger than those of all methods that the
 * operation's steps will call, and a frame that does not fit overflows when it is entered.
 *
 * <p>HotSpot enters a compiled method only if the frames that its interpreter would need at any point inside, inlined
 * methods included, fit on the stack. So compiled code pays no more than the look at {@link #never}: the caller makes
 * the room when it is entered itself.
 */
public final class StackRoom {

    /**
     * Never set; the branch on it is the point inside {@link #ensure} that compiled code may have to return to the
     * interpreter at.
     * <p>Written by: no thread.
     * <p>Read by: all threads (plain). Orders nothing.
     */
    private static boolean never;

    private StackRoom() {}

    /** Throws {@link StackOverflowError} unless some 8 KB of the stack are left. */
    @SuppressWarnings("unused")
    public static void ensure() {
        long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p00a, p00b, p00c, p00d, p00e, p00f;
        long p010, p011, p012, p013, p014, p015, p016, p017, p018, p019, p01a, p01b, p01c, p01d, p01e, p01f;
        long p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p02a, p02b, p02c, p02d, p02e, p02f;
        long p030, p031, p032, p033, p034, p035, p036, p037, p038, p039, p03a, p03b, p03c, p03d, p03e, p03f;
        long p040, p041, p042, p043, p044, p045, p046, p047, p048, p049, p04a, p04b, p04c, p04d, p04e, p04f;
        long p050, p051, p052, p053, p054, p055, p056, p057, p058, p059, p05a, p05b, p05c, p05d, p05e, p05f;
        long p060, p061, p062, p063, p064, p065, p066, p067, p068, p069, p06a, p06b, p06c, p06d, p06e, p06f;
        long p070, p071, p072, p073, p074, p075, p076, p077, p078, p079, p07a, p07b, p07c, p07d, p07e, p07f;
        long p100, p101, p102, p103, p104, p105, p106, p107, p108, p109, p10a, p10b, p10c, p10d, p10e, p10f;
        long p110, p111, p112, p113, p114, p115, p116, p117, p118, p119, p11a, p11b, p11c, p11d, p11e, p11f;
        long p120, p121, p122, p123, p124, p125, p126, p127, p128, p129, p12a, p12b, p12c, p12d, p12e, p12f;
        long p130, p131, p132, p133, p134, p135, p136, p137, p138, p139, p13a, p13b, p13c, p13d, p13e, p13f;
        long p140, p141, p142, p143, p144, p145, p146, p147, p148, p149, p14a, p14b, p14c, p14d, p14e, p14f;
        long p150, p151, p152, p153, p154, p155, p156, p157, p158, p159, p15a, p15b, p15c, p15d, p15e, p15f;
        long p160, p161, p162, p163, p164, p165, p166, p167, p168, p169, p16a, p16b, p16c, p16d, p16e, p16f;
        long p170, p171, p172, p173, p174, p175, p176, p177, p178, p179, p17a, p17b, p17c, p17d, p17e, p17f;
        long p200, p201, p202, p203, p204, p205, p206, p207, p208, p209, p20a, p20b, p20c, p20d, p20e, p20f;
        long p210, p211, p212, p213, p214, p215, p216, p217, p218, p219, p21a, p21b, p21c, p21d, p21e, p21f;
        long p220, p221, p222, p223, p224, p225, p226, p227, p228, p229, p22a, p22b, p22c, p22d, p22e, p22f;
        long p230, p231, p232, p233, p234, p235, p236, p237, p238, p239, p23a, p23b, p23c, p23d, p23e, p23f;
        long p240, p241, p242, p243, p244, p245, p246, p247, p248, p249, p24a, p24b, p24c, p24d, p24e, p24f;
        long p250, p251, p252, p253, p254, p255, p256, p257, p258, p259, p25a, p25b, p25c, p25d, p25e, p25f;
        long p260, p261, p262, p263, p264, p265, p266, p267, p268, p269, p26a, p26b, p26c, p26d, p26e, p26f;
        long p270, p271, p272, p273, p274, p275, p276, p277, p278, p279, p27a, p27b, p27c, p27d, p27e, p27f;
        long p300, p301, p302, p303, p304, p305, p306, p307, p308, p309, p30a, p30b, p30c, p30d, p30e, p30f;
        long p310, p311, p312, p313, p314, p315, p316, p317, p318, p319, p31a, p31b, p31c, p31d, p31e, p31f;
        long p320, p321, p322, p323, p324, p325, p326, p327, p328, p329, p32a, p32b, p32c, p32d, p32e, p32f;
        long p330, p331, p332, p333, p334, p335, p336, p337, p338, p339, p33a, p33b, p33c, p33d, p33e, p33f;
        long p340, p341, p342, p343, p344, p345, p346, p347, p348, p349, p34a, p34b, p34c, p34d, p34e, p34f;
        long p350, p351, p352, p353, p354, p355, p356, p357, p358, p359, p35a, p35b, p35c, p35d, p35e, p35f;
        long p360, p361, p362, p363, p364, p365, p366, p367, p368, p369, p36a, p36b, p36c, p36d, p36e, p36f;
        long p370, p371, p372, p373, p374, p375, p376, p377, p378, p379, p37a, p37b, p37c, p37d, p37e, p37f;
        double q000, q001, q002, q003, q004, q005, q006, q007, q008, q009, q00a, q00b, q00c, q00d, q00e, q00f;
        double q010, q011, q012, q013, q014, q015, q016, q017, q018, q019, q01a, q01b, q01c, q01d, q01e, q01f;
        double q020, q021, q022, q023, q024, q025, q026, q027, q028, q029, q02a, q02b, q02c, q02d, q02e, q02f;
        double q030, q031, q032, q033, q034, q035, q036, q037, q038, q039, q03a, q03b, q03c, q03d, q03e, q03f;
        double q040, q041, q042, q043, q044, q045, q046, q047, q048, q049, q04a, q04b, q04c, q04d, q04e, q04f;
        double q050, q051, q052, q053, q054, q055, q056, q057, q058, q059, q05a, q05b, q05c, q05d, q05e, q05f;
        double q060, q061, q062, q063, q064, q065, q066, q067, q068, q069, q06a, q06b, q06c, q06d, q06e, q06f;
        double q070, q071, q072, q073, q074, q075, q076, q077, q078, q079, q07a, q07b, q07c, q07d, q07e, q07f;
        double q100, q101, q102, q103, q104, q105, q106, q107, q108, q109, q10a, q10b, q10c, q10d, q10e, q10f;
        double q110, q111, q112, q113, q114, q115, q116, q117, q118, q119, q11a, q11b, q11c, q11d, q11e, q11f;
        double q120, q121, q122, q123, q124, q125, q126, q127, q128, q129, q12a, q12b, q12c, q12d, q12e, q12f;
        double q130, q131, q132, q133, q134, q135, q136, q137, q138, q139, q13a, q13b, q13c, q13d, q13e, q13f;
        double q140, q141, q142, q143, q144, q145, q146, q147, q148, q149, q14a, q14b, q14c, q14d, q14e, q14f;
        double q150, q151, q152, q153, q154, q155, q156, q157, q158, q159, q15a, q15b, q15c, q15d, q15e, q15f;
        double q160, q161, q162, q163, q164, q165, q166, q167, q168, q169, q16a, q16b, q16c, q16d, q16e, q16f;
        double q170, q171, q172, q173, q174, q175, q176, q177, q178, q179, q17a, q17b, q17c, q17d, q17e, q17f;
        double q200, q201, q202, q203, q204, q205, q206, q207, q208, q209, q20a, q20b, q20c, q20d, q20e, q20f;
        double q210, q211, q212, q213, q214, q215, q216, q217, q218, q219, q21a, q21b, q21c, q21d, q21e, q21f;
        double q220, q221, q222, q223, q224, q225, q226, q227, q228, q229, q22a, q22b, q22c, q22d, q22e, q22f;
        double q230, q231, q232, q233, q234, q235, q236, q237, q238, q239, q23a, q23b, q23c, q23d, q23e, q23f;
        double q240, q241, q242, q243, q244, q245, q246, q247, q248, q249, q24a, q24b, q24c, q24d, q24e, q24f;
        double q250, q251, q252, q253, q254, q255, q256, q257, q258, q259, q25a, q25b, q25c, q25d, q25e, q25f;
        double q260, q261, q262, q263, q264, q265, q266, q267, q268, q269, q26a, q26b, q26c, q26d, q26e, q26f;
        double q270, q271, q272, q273, q274, q275, q276, q277, q278, q279, q27a, q27b, q27c, q27d, q27e, q27f;
        double q300, q301, q302, q303, q304, q305, q306, q307, q308, q309, q30a, q30b, q30c, q30d, q30e, q30f;
        double q310, q311, q312, q313, q314, q315, q316, q317, q318, q319, q31a, q31b, q31c, q31d, q31e, q31f;
        double q320, q321, q322, q323, q324, q325, q326, q327, q328, q329, q32a, q32b, q32c, q32d, q32e, q32f;
        double q330, q331, q332, q333, q334, q335, q336, q337, q338, q339, q33a, q33b, q33c, q33d, q33e, q33f;
        double q340, q341, q342, q343, q344, q345, q346, q347, q348, q349, q34a, q34b, q34c, q34d, q34e, q34f;
        double q350, q351, q352, q353, q354, q355, q356, q357, q358, q359, q35a, q35b, q35c, q35d, q35e, q35f;
        double q360, q361, q362, q363, q364, q365, q366, q367, q368, q369, q36a, q36b, q36c, q36d, q36e, q36f;
        double q370, q371, q372, q373, q374, q375, q376, q377, q378, q379, q37a, q37b, q37c, q37d, q37e, q37f;
        if (never) {
            point();
        }
    }

    /** As {@link #ensure}, before steps that are operations with rooms of their own: those will fit, too. */
    @SuppressWarnings("unused")
    public static void ensureForSeveral() {
        long p000, p001, p002, p003, p004, p005, p006, p007, p008, p009, p00a, p00b, p00c, p00d, p00e, p00f;
        long p010, p011, p012, p013, p014, p015, p016, p017, p018, p019, p01a, p01b, p01c, p01d, p01e, p01f;
        long p020, p021, p022, p023, p024, p025, p026, p027, p028, p029, p02a, p02b, p02c, p02d, p02e, p02f;
        long p030, p031, p032, p033, p034, p035, p036, p037, p038, p039, p03a, p03b, p03c, p03d, p03e, p03f;
        double q000, q001, q002, q003, q004, q005, q006, q007, q008, q009, q00a, q00b, q00c, q00d, q00e, q00f;
        double q010, q011, q012, q013, q014, q015, q016, q017, q018, q019, q01a, q01b, q01c, q01d, q01e, q01f;
        double q020, q021, q022, q023, q024, q025, q026, q027, q028, q029, q02a, q02b, q02c, q02d, q02e, q02f;
        double q030, q031, q032, q033, q034, q035, q036, q037, q038, q039, q03a, q03b, q03c, q03d, q03e, q03f;
        ensure();
    }

    private static void point() {
        throw new AssertionError("never is set");
    }
}
