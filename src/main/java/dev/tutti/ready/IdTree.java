package dev.tutti.ready;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Positive ids in their order, each with a value: a radix tree. A node has up to 64 children, by the next six bits of
 * the id, and takes memory for those that it has. So consecutive ids take 5 bytes each, and an id without neighbours
 * 56. Each operation looks at one node a level, and ten million consecutive ids have four levels.
 */
final class IdTree<V> {

    private static final int BITS = 6;
    private static final int MOST_CHILDREN = 1 << BITS;
    private static final int FEWEST_CHILDREN = 2;

    /** Some of the ids, by those of their bits that belong to this level. */
    private static final class Node {
        /** A bit for each place that is taken. */
        private long taken;
        /** Nodes of the level below, or on the lowest level values, in the order of their places. */
        private Object[] children = new Object[FEWEST_CHILDREN];

        private boolean isEmpty() {
            return taken == 0;
        }

        private boolean has(int place) {
            return (taken >>> place & 1) != 0;
        }

        /** The number of children at smaller places. */
        private int index(int place) {
            return Long.bitCount(taken & (1L << place) - 1);
        }

        private Object get(int place) {
            return has(place) ? children[index(place)] : null;
        }

        private void put(int place, Object child) {
            int index = index(place);
            if (!has(place)) {
                int count = Long.bitCount(taken);
                if (count == children.length) {
                    children = Arrays.copyOf(children, 2 * count);
                }
                System.arraycopy(children, index, children, index + 1, count - index);
                taken |= 1L << place;
            }
            children[index] = child;
        }

        private void remove(int place) {
            int index = index(place);
            taken &= ~(1L << place);
            int count = Long.bitCount(taken);
            System.arraycopy(children, index + 1, children, index, count - index);
            children[count] = null;
            if (count <= children.length / 4 && children.length > FEWEST_CHILDREN) {
                children = Arrays.copyOf(children, children.length / 2);
            }
        }
    }

    private final LongConsumer memory;
    /** Null while there are no ids. */
    private Node root;
    /** The number of bits of an id that belong to the levels below the root. */
    private int below;
    /** The bits of all ids above those of the root. */
    private long above;

    /** @param memory is told how many bytes more are taken, or fewer if they are negative */
    IdTree(LongConsumer memory) {
        this.memory = memory;
    }

    private boolean mayHave(long id) {
        return root != null && above(id, below) == above;
    }

    /** The bits of an id that belong to the levels above one. */
    private static long above(long id, int below) {
        return below + BITS < Long.SIZE ? id >>> below + BITS : 0;
    }

    private static int place(long id, int below) {
        return (int) (id >>> below) & MOST_CHILDREN - 1;
    }

    // ---- look

    /** The value of an id, or null. */
    @SuppressWarnings("unchecked")
    V get(long id) {
        Node leaf = leaf(id);
        return leaf == null ? null : (V) leaf.get(place(id, 0));
    }

    /** The node of the lowest level that may have this id, or null. */
    private Node leaf(long id) {
        if (!mayHave(id)) {
            return null;
        }
        Node node = root;
        for (int level = below; level > 0 && node != null; level -= BITS) {
            node = (Node) node.get(place(id, level));
        }
        return node;
    }

    /** The smallest id behind this one, which may be any number; or {@link Long#MAX_VALUE}. */
    long next(long id) {
        long from = Math.max(0, id + 1);
        if (root == null || id == Long.MAX_VALUE || above(from, below) > above) {
            return Long.MAX_VALUE;
        }
        return ceiling(root, below, mayHave(from) ? from : above << below + BITS);
    }

    /**
     * The smallest id of a node from this one on.
     *
     * @param id is one that the node may have
     */
    private static long ceiling(Node node, int level, long id) {
        for (long left = node.taken & -1L << place(id, level); left != 0; left &= left - 1) {
            int place = Long.numberOfTrailingZeros(left);
            long smallest = (above(id, level) << BITS | place) << level;
            long found = level == 0 ? smallest : ceiling((Node) node.get(place), level - BITS, Math.max(id, smallest));
            if (found < Long.MAX_VALUE) {
                return found;
            }
        }
        return Long.MAX_VALUE;
    }

    // ---- change

    /** Adds an id, or gives it another value. */
    void put(long id, V value) {
        if (root == null) {
            root = begin();
            below = 0;
            above = above(id, 0);
        }
        while (!mayHave(id)) {
            addLevel();
        }
        Node node = root;
        for (int level = below; level > 0; level -= BITS) {
            node = child(node, place(id, level));
        }
        put(node, place(id, 0), value);
    }

    private void addLevel() {
        Node higher = begin();
        put(higher, place(above, 0), root);
        root = higher;
        below += BITS;
        above >>>= BITS;
    }

    private Node child(Node node, int place) {
        Node child = (Node) node.get(place);
        if (child == null) {
            child = begin();
            put(node, place, child);
        }
        return child;
    }

    private Node begin() {
        memory.accept(ReadyFootprint.ID_NODE + FEWEST_CHILDREN * ReadyFootprint.REFERENCE);
        return new Node();
    }

    private void put(Node node, int place, Object child) {
        int before = node.children.length;
        node.put(place, child);
        account(node, before);
    }

    private void remove(Node node, int place) {
        int before = node.children.length;
        node.remove(place);
        account(node, before);
    }

    private void account(Node node, int before) {
        if (node.children.length != before) {
            memory.accept((long) (node.children.length - before) * ReadyFootprint.REFERENCE);
        }
    }

    /** Removes an id, which may not be here. */
    void remove(long id) {
        Node leaf = leaf(id);
        if (leaf == null || !leaf.has(place(id, 0))) {
            return;
        }
        remove(leaf, place(id, 0));
        if (leaf.isEmpty()) {
            forgetEmpty(root, below, id);
            if (root.isEmpty()) {
                forget();
                root = null;
            }
        }
    }

    /** Forgets the nodes on the way from this one to an id that are empty. */
    private void forgetEmpty(Node node, int level, long id) {
        if (level > 0) {
            Node child = (Node) node.get(place(id, level));
            forgetEmpty(child, level - BITS, id);
            if (child.isEmpty()) {
                remove(node, place(id, level));
                forget();
            }
        }
    }

    private void forget() {
        memory.accept(-(ReadyFootprint.ID_NODE + FEWEST_CHILDREN * ReadyFootprint.REFERENCE));
    }
}
