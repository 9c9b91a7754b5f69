"""What the lessons use, each in a module that can be read in one sitting."""
