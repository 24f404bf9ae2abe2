declare module '@20minutes/s3rver' {
  interface Options {
    directory: string;
    silent: boolean;
    allowMismatchedSignatures: boolean;
    configureBuckets: { name: string }[];
  }

  export default class S3rver {
    constructor(options: Options);
    configureBuckets(): Promise<unknown>;
    /** For `http.createServer`. */
    callback(): unknown;
  }
}
