/** Takes one line about what is being done, so that nobody waits in silence. */
export type Progress = (line: string) => void;
