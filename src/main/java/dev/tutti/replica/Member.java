package dev.tutti.replica;

/**
 * A node of a group.
 *
 * @param name unique in the group
 * @param address of its engine, {@code host:port}
 * @param clientAddress where clients find it, {@code host:port}, as its group knows it. The engine makes no use of it
 */
public record Member(String name, String address, String clientAddress) {}
