package dev.tutti.ready;

import java.nio.charset.StandardCharsets;

/** An item with no queue around it. */
final class StoredItem extends ReadyItem {

    private final long id;
    private final long order;
    private final Long priority;
    private final byte[] body;
    private Form form;

    StoredItem(long id, long order, Long priority, byte[] body, Form form) {
        this.id = id;
        this.order = order;
        this.priority = priority;
        this.body = body;
        this.form = form;
    }

    void written() {
        form = Form.WRITTEN;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public long order() {
        return order;
    }

    @Override
    public int bytes() {
        return body.length + ReadyFootprint.ITEM;
    }

    @Override
    protected Long givenPriority() {
        return priority;
    }

    @Override
    protected Form form() {
        return form;
    }

    @Override
    public String toString() {
        return id + " " + new String(body, StandardCharsets.UTF_8) + " " + order + " " + priority + " " + form;
    }
}
