package dev.tutti.ready;

import java.nio.charset.StandardCharsets;

/** An item with no queue around it. */
class StoredItem extends ReadyItem {

    private final long id;
    private final long order;
    private final Long priority;
    private final String group;
    private byte[] body;
    private boolean beingRead;
    private Form form;

    StoredItem(long id, long order, Long priority, byte[] body, Form form) {
        this(id, order, priority, null, body, form);
    }

    StoredItem(long id, long order, Long priority, String group, byte[] body, Form form) {
        this.group = group;
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

    /** @param read null if only the journal has it */
    void body(byte[] read) {
        body = read;
        beingRead = false;
    }

    void beginRead() {
        beingRead = true;
    }

    void endRead() {
        beingRead = false;
    }

    @Override
    public byte[] body() {
        return body == null ? new byte[0] : body;
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }

    @Override
    public boolean isBeingRead() {
        return beingRead;
    }

    @Override
    public long order() {
        return order;
    }

    @Override
    public int bytes() {
        return body().length + ReadyFootprint.ITEM;
    }

    @Override
    protected Long givenPriority() {
        return priority;
    }

    @Override
    protected String group() {
        return group;
    }

    @Override
    protected Form form() {
        return beingRead ? Form.OBJECT : form;
    }

    @Override
    public String toString() {
        return id + " " + new String(body(), StandardCharsets.UTF_8) + " " + order + " " + priority + " " + form;
    }
}
