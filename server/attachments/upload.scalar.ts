import { GraphQLError, GraphQLScalarType } from 'graphql';
import Upload from 'graphql-upload/Upload.mjs';

/** A file that is arriving. The scalar of graphql-upload is a promise, which the service could not catch. */
export const UploadScalar = new GraphQLScalarType<Upload, never>({
  name: 'Upload',
  description:
    'A file, sent with the operation in a multipart request: https://github.com/jaydenseric/graphql-multipart-request-spec',
  parseValue(value) {
    if (value instanceof Upload) return value;
    throw new GraphQLError('Upload must be a file of a multipart request.');
  },
  parseLiteral() {
    throw new GraphQLError('Upload must be a variable, for a file of a multipart request.');
  },
});
