/**
 * The longest frame that a server accepts from a client unless it is told otherwise, in bytes.
 * Source: `jute.maxbuffer`, 0xfffff since 3.4.
 */
export const DEFAULT_FRAME_MAX_BYTES = 0xf_ffff;

/**
 * The longest single string or buffer, in bytes: the frame limit plus as much again, so that what a client may send
 * can be read back with the fields that the server wraps around it. Source: `zookeeper.jute.maxbuffer.extrasize`.
 */
export const DEFAULT_ELEMENT_MAX_BYTES: number = 2 * DEFAULT_FRAME_MAX_BYTES;
