package io.millrace.overflow;

/** A message of the tests: sender and number make it unique, and it updates a key. Two are equal only if they are the same. */
final class Update {

    final int sender;
    final int number;
    private final Integer key;

    Update(int sender, int number, Integer key) {
        this.sender = sender;
        this.number = number;
        this.key = key;
    }

    Integer key() {
        return key;
    }

    long id() {
        return (long) sender << 32 | number;
    }

    @Override
    public String toString() {
        return sender + "/" + number + " of key " + key;
    }
}
