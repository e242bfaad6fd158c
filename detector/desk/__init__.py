"""The office desk: a family that walks in is registered in one sitting; a committee writes down what it saw itself."""
